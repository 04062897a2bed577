"""Starts recorders. The code that writes files is loaded with the first recording, to keep the start short."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.pipeline.events import RecorderEvent
from app.pipeline.sinks.take import Recording
from app.pipeline.sound.desk import Mixed
from app.settings import RecordSettings

if TYPE_CHECKING:
    from app.pipeline.encode.codecs.hardware_encoders import HardwareEncoders


def start_take(
    settings: RecordSettings,
    on_event: Callable[[RecorderEvent], None],
    path: Path | None = None,
    *,
    encoders: HardwareEncoders | None = None,
    open_sound: Callable[[], Mixed] = Mixed,
) -> Recording:
    """A running recorder of what the settings ask for: composites, or a take that can be changed.

    Args, and what is raised: see app.pipeline.sinks.recording_start.start_recording.
    """
    from app.pipeline.sinks.camera_recorder import CameraRecorder, take_options
    from app.pipeline.sinks.recording_start import start_recording

    if not settings.keep_camera:
        return start_recording(settings, on_event, path, encoders=encoders, open_sound=open_sound)
    return start_recording(settings, on_event, path, open_sound=open_sound, kind=CameraRecorder, adapt=take_options)
