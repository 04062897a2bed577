"""Starts a recording as the settings ask for it."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.errors import AppError
from app.paths import file_name_of, videos_folder
from app.pipeline.encode.take_format import take_format
from app.pipeline.events import RecordingStopped, SoundLost
from app.pipeline.sinks.microphone import Microphone
from app.pipeline.sinks.recorder import Recorder, TakeOptions
from app.settings import RecordSettings


def start_recording(
    settings: RecordSettings,
    on_event: Callable[[RecordingStopped | SoundLost], None],
    path: Path | None = None,
) -> Recorder:
    """A running recorder into path, or into a new file named by the time in the folder of the settings.

    on_event: see Recorder.

    Raises:
        AppError: the folder cannot be written, or its disk is full.
    """
    options = TakeOptions(take_format(settings))
    if path is None:
        folder = Path(settings.folder) if settings.folder else videos_folder()
        path = folder / f"{file_name_of(datetime.now())}{options.format.suffix}"
    microphone = Microphone(settings.microphone) if settings.microphone else None
    try:
        return Recorder(path, on_event, options=options, microphone=microphone)
    except AppError:
        if microphone is not None:
            microphone.close()
        raise
