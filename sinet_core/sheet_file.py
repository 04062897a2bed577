"""Writes a sheet as a picture file."""
from __future__ import annotations

from pathlib import Path

from PIL import Image as Pillow

from sinet_core.arrays import Image
from sinet_core.errors import DataError


def write_sheet(sheet: Image, path: Path) -> None:
    """Writes HxWx3 uint8 RGB as PNG or JPEG, depending on the suffix.

    Raises:
        DataError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Pillow.fromarray(sheet).save(path)
    except (OSError, ValueError) as error:
        raise DataError(f"Cannot write '{path}': {error}", "Use a .png or .jpg in a writable folder.") from None
