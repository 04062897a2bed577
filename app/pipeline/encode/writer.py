"""Writers of whole files: the final name appears only once the file is complete."""
from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType

from app.pipeline.frame import Frame
from app.system.files import live_path, publish, remove, sweep_left_over, temporary_path


class Writer(ABC):
    """A context manager: leaving it normally finishes the file; leaving it with an error removes what was written.

    Live output is irreplaceable: if finishing it fails, the partial file is kept.

    Attributes:
        path: the final name; of a numbered sequence, the first one's once it is finished.
        left_out: frames that were too fast for the format.
        warnings: what the user should know about the finished file, one sentence each.
    """

    def __init__(self, path: Path, *, live: bool = False) -> None:
        self.path = path
        self.left_out = 0
        self.warnings: list[str] = []
        self._live = live
        whole = path.absolute()  # FFmpeg mistakes 'a:b.mp4' for an address
        self._final = whole.resolve() if whole.is_symlink() else whole  # a link stays a link; its target is written
        sweep_left_over(self._final.parent)
        self._temporary = live_path(whole) if live else temporary_path(self._final)

    @abstractmethod
    def write(self, frame: Frame) -> None:
        """Writes HxWx3 BGR, or HxWx4 BGRA if the format is transparent. Raises FFmpegError or OSError."""

    @abstractmethod
    def _finish(self) -> None:
        """Completes the temporary file."""

    @abstractmethod
    def _abort(self) -> None:
        """Abandons it; errors no longer matter."""

    def _publish(self) -> Path:
        """Gives it its final name, and returns that."""
        publish(self._temporary, self._final)
        return self.path

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        kept = self._live and kind is None
        try:
            if kind is None:
                self._complete()
                kept = False
            else:
                self._abort()
        finally:
            if not kept:
                remove(self._temporary)

    def _complete(self) -> None:
        try:
            self._finish()
            self.path = self._publish()
        except BaseException:
            self._abort()  # some systems cannot remove an open file
            raise
