"""Starts a recording as the settings ask for it."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.errors import AppError
from app.paths import file_name_of, videos_folder
from app.pipeline.encode.take_format import take_format
from app.pipeline.events import RecorderEvent
from app.pipeline.sinks.recorder import Recorder, TakeOptions
from app.pipeline.sound.desk import Mixed
from app.settings import RecordSettings


def start_recording(
    settings: RecordSettings,
    on_event: Callable[[RecorderEvent], None],
    path: Path | None = None,
    *,
    open_sound: Callable[[], Mixed] = Mixed,
    kind: type[Recorder] = Recorder,
    adapt: Callable[[TakeOptions], TakeOptions] = lambda options: options,
) -> Recorder:
    """A running recorder into path, or into a new file named by the time in the folder of the settings.

    on_event: see Recorder. open_sound: what there is to be heard. kind: of recorder; adapt: the options to it.

    Raises:
        AppError: the folder cannot be written, or its disk is full.
    """
    options = adapt(TakeOptions(take_format(settings)))
    if path is None:
        folder = Path(settings.folder) if settings.folder else videos_folder()
        path = folder / f"{file_name_of(datetime.now())}{options.format.suffix}"
    heard = open_sound()
    try:
        return kind(path, on_event, options=options, microphone=heard.microphone, computer=heard.computer)
    except AppError:
        heard.close()
        raise
