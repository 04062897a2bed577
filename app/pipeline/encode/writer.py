"""Files whose every frame counts: the final name appears when the file is whole, and only then."""
from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType

from app.pipeline.frame import Frame
from app.system.files import live_path, publish, remove, sweep_left_over, temporary_path


class Writer(ABC):
    """A context: leaving it without an error finishes the file, with any error removes what was written.

    What is live cannot be had again: if even finishing it fails, it stays under the name that it has until then.

    Attributes:
        path: the final name; of a row of files the first one's, once it is finished.
        left_out: frames that came too fast for the format.
        warnings: what the user should know of the finished file, a sentence each.
    """

    def __init__(self, path: Path, *, live: bool = False) -> None:
        self.path = path
        self.left_out = 0
        self.warnings: list[str] = []
        self._live = live
        whole = path.absolute()  # FFmpeg takes 'a:b.mp4' for an address
        self._final = whole.resolve() if whole.is_symlink() else whole  # a link stays one, its target is written
        sweep_left_over(self._final.parent)
        self._temporary = live_path(whole) if live else temporary_path(self._final)

    @abstractmethod
    def write(self, frame: Frame) -> None:
        """HxWx3 BGR, or HxWx4 BGRA where the format is transparent. Raises FFmpegError or OSError."""

    @abstractmethod
    def _finish(self) -> None:
        """Completes the temporary file."""

    @abstractmethod
    def _abort(self) -> None:
        """Lets go of it; errors do not matter any more."""

    def _publish(self) -> Path:
        """Gives it its final name; returns it."""
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
            self._abort()  # what is open cannot be removed everywhere
            raise
