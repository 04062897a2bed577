"""Writes made sequences to disk, as folders that can be read back: CLIP/frames and CLIP/masks."""
from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from sinet_core.arrays import Image, alpha_bytes
from sinet_core.benchmark.clips import Clip
from sinet_core.errors import DataError


def write_clip(clip: Clip, out: Path, on_frame: Callable[[], object] = lambda: None) -> Path:
    """Writes out/NAME/frames/0000.png and out/NAME/masks/0000.png (alpha x 255). The name appears when all is there.

    Raises:
        DataError: it exists already, or the disk does not take it.
    """
    target, part = out / clip.name, out / f".{clip.name}.part"
    if target.exists():
        raise DataError(f"'{target}' exists already", "Choose an empty folder.")
    try:
        shutil.rmtree(part, ignore_errors=True)
        for name in ("frames", "masks"):
            (part / name).mkdir(parents=True)
        for index, moment in enumerate(clip.moments()):
            _write(part / "frames" / f"{index:04d}.png", moment.frame)
            if moment.truth is not None:
                _write(part / "masks" / f"{index:04d}.png", alpha_bytes(moment.truth))
            on_frame()
        part.rename(target)
    except OSError as error:
        raise DataError(f"Cannot write to '{out}'", f"{error.strerror or error}.") from error
    return target


def _write(path: Path, picture: Image) -> None:
    fine, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not fine:
        raise OSError(f"no PNG of {picture.shape}")
    path.write_bytes(np.asarray(data).tobytes())
