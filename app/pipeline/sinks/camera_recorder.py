"""Records takes that can be changed afterwards: the only sink that receives the camera's picture."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol, runtime_checkable

from app.pipeline.encode.codecs.hardware_probe import HardwareEncoders
from app.pipeline.events import RecorderEvent
from app.pipeline.frame import Frame
from app.pipeline.sinks.recorder import Recorder, TakeOptions
from app.pipeline.sinks.recording_start import start_recording
from app.pipeline.sound.desk import Mixed
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_file import TAKE, TakeFile
from app.settings import RecordSettings


@runtime_checkable
class KeepsCamera(Protocol):
    """A recording in which the user asked to keep the camera's picture."""

    def write_kept(self, kept: KeptFrame) -> None:
        """Takes a moment; returns at once."""
        ...


class CameraRecorder(Recorder):
    """A Recorder with take_options. It ignores composites, since they can be made again."""

    def write(self, frame: Frame) -> None:  # noqa: ARG002 - a Sink's
        return

    def write_kept(self, kept: KeptFrame) -> None:
        """Records a moment; returns at once. Does nothing while paused, after close, or after a failure."""
        self._put(kept)


def start_take(
    settings: RecordSettings,
    on_event: Callable[[RecorderEvent], None],
    path: Path | None = None,
    *,
    encoders: HardwareEncoders | None = None,
    open_sound: Callable[[], Mixed] = Mixed,
) -> Recorder:
    """A running recorder for what the settings ask for: composites, or a take that can be changed.

    Args, and what is raised: see app.pipeline.sinks.recording_start.start_recording.
    """
    if not settings.keep_camera:
        return start_recording(settings, on_event, path, encoders=encoders, open_sound=open_sound)
    return start_recording(settings, on_event, path, open_sound=open_sound, kind=CameraRecorder, adapt=take_options)


def take_options(options: TakeOptions) -> TakeOptions:
    """These options for a take that can be changed."""
    return replace(options, format=TAKE, open_file=TakeFile)
