"""Saves one composite as a PNG."""
from __future__ import annotations

from datetime import datetime
from pathlib import Path

import cv2
import numpy as np

from app.errors import AppError
from app.paths import file_name_of, pictures_folder
from app.pipeline.frame import Image
from app.settings import RecordSettings
from app.system.files import part_path, reason_of, replaced, unique_path


def save_snapshot(image: Image, settings: RecordSettings) -> Path:
    """Writes HxWx3 BGR or HxWx4 BGRA to a new file, named after the time, in the settings' folder.

    Raises:
        AppError: the folder cannot be written.
    """
    folder = Path(settings.snapshot_folder) if settings.snapshot_folder else pictures_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = unique_path(folder, file_name_of(datetime.now()), ".png")
        write_png(image, path)
    except (OSError, ValueError) as error:  # ValueError: an impossible file name
        hint = f"Choose another folder for snapshots. {reason_of(error)}: {folder}"
        raise AppError("The snapshot cannot be saved", hint, failed_running=True) from error
    return path


def write_png(image: Image, path: Path) -> None:
    """Writes the whole file, or nothing. Raises OSError."""
    _, data = cv2.imencode(".png", image)
    with replaced(path, part_path(path)) as part:
        part.write_bytes(np.asarray(data).tobytes())
