"""Starts the recording that the settings ask for."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.errors import AppError
from app.paths import file_name_of, videos_folder
from app.pipeline.encode.codecs.hardware_encoders import HardwareEncoders
from app.pipeline.encode.take_format import take_format
from app.pipeline.events import RecorderEvent
from app.pipeline.sinks.recorder import Recorder, TakeOptions
from app.pipeline.sinks.take_files import Limits
from app.pipeline.sound.desk import Mixed
from app.settings import RecordSettings, Split
from app.system.file_systems import largest_file

FOUR_GIB = 2**32  # bytes; FAT holds files up to one byte less
FOUR_GB = 3_900_000_000  # bytes; with its index, the file stays below 4 GiB
LIMITS: dict[Split, Limits] = {
    "off": Limits(),
    "4gb": Limits(bytes=FOUR_GB),
    "10min": Limits(seconds=600.0),
    "30min": Limits(seconds=1800.0),
    "60min": Limits(seconds=3600.0),
}


def start_recording(
    settings: RecordSettings,
    on_event: Callable[[RecorderEvent], None],
    path: Path | None = None,
    *,
    encoders: HardwareEncoders | None = None,
    open_sound: Callable[[], Mixed] = Mixed,
    kind: type[Recorder] = Recorder,
    adapt: Callable[[TakeOptions], TakeOptions] = lambda options: options,
) -> Recorder:
    """A running recorder that writes to path, or to a new file, named after the time, in the settings' folder.

    on_event: see Recorder. encoders: working hardware encoders; None for none. open_sound: opens the sound to
    record. kind: of recorder. adapt: changes the options for it.

    Raises:
        AppError: the folder cannot be written, or its disk is full.
    """
    encoders = encoders or HardwareEncoders()
    folder = path.parent if path is not None else Path(settings.folder) if settings.folder else videos_folder()
    what, limits = take_format(settings, encoders.find), _limits(settings.split, folder)
    options = adapt(TakeOptions(what, limits, settings.stop_after_min * 60.0, encoder_failed=encoders.failed))
    path = path or folder / f"{file_name_of(datetime.now())}{options.format.suffix}"
    heard = open_sound()
    try:
        return kind(path, on_event, options=options, microphone=heard.microphone, computer=heard.computer)
    except AppError:
        heard.close()
        raise


def _limits(split: Split, folder: Path) -> Limits:
    """The chosen limits; a drive that cannot hold large files always gets one."""
    chosen = LIMITS[split]
    if chosen.bytes or largest_file(folder) >= FOUR_GIB:
        return chosen
    return Limits(FOUR_GB, chosen.seconds)
