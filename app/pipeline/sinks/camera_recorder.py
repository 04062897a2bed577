"""The recorder of takes that can be changed afterwards: the one sink that is given the camera's picture."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from app.errors import AppError
from app.paths import file_name_of, videos_folder
from app.pipeline.events import RecordingStopped, SoundLost
from app.pipeline.frame import Frame
from app.pipeline.sinks.microphone import Microphone
from app.pipeline.sinks.recorder import Recorder, start_recording
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_file import TakeFile
from app.pipeline.takes.take_list import SUFFIX
from app.settings import RecordSettings


@runtime_checkable
class KeepsCamera(Protocol):
    """A recording that the user asked to have the camera's picture in."""

    def write_kept(self, kept: KeptFrame) -> None:
        """Takes a moment; returns at once."""
        ...


class CameraRecorder(Recorder):
    """As a Recorder; of composites it writes nothing, since they can be made again."""

    def write(self, frame: Frame) -> None:  # noqa: ARG002 - a Sink's
        return

    def write_kept(self, kept: KeptFrame) -> None:
        """Takes a moment; returns at once. After close, or after a failure, it does nothing."""
        self._put(kept)

    def _new_file(self, *, with_sound: bool) -> TakeFile:
        return TakeFile(self._held.descriptor, with_sound=with_sound)


def start_take(
    settings: RecordSettings, on_event: Callable[[RecordingStopped | SoundLost], None], path: Path | None = None
) -> Recorder:
    """A running recorder of what the settings ask for: composites, or a take that can be changed.

    Args, and what is raised: see app.pipeline.sinks.recorder.start_recording.
    """
    if not settings.keep_camera:
        return start_recording(settings, on_event, path)
    if path is None:
        folder = Path(settings.folder) if settings.folder else videos_folder()
        path = folder / f"{file_name_of(datetime.now())}{SUFFIX}"
    microphone = Microphone(settings.microphone) if settings.microphone else None
    try:
        return CameraRecorder(path, on_event, quality=settings.quality, microphone=microphone)
    except AppError:
        if microphone is not None:
            microphone.close()
        raise
