"""Writes clips and pictures as folders that can be read back: CLIP/frames and masks/, or images/ and masks/."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from sinet_core.arrays import Image, alpha_bytes
from sinet_core.benchmark.clips import Clip, Moment
from sinet_core.errors import DataError
from sinet_core.files import replaced


def write_clip(clip: Clip, out: Path, on_frame: Callable[[], object] = lambda: None) -> Path:
    """Writes out/NAME/frames/0000.png and out/NAME/masks/0000.png (alpha x 255). The folder appears once complete.

    Raises:
        DataError: the folder already exists or cannot be written.
    """
    target = out / clip.name
    with _new_folder(target, ("frames", "masks")) as part:
        for index, moment in enumerate(clip.moments()):
            _write(part / "frames" / f"{index:04d}.png", moment.frame)
            if moment.truth is not None:
                _write(part / "masks" / f"{index:04d}.png", alpha_bytes(moment.truth))
            on_frame()
    return target


def write_pictures(pictures: Iterable[tuple[str, Moment]], out: Path) -> int:
    """Writes out/images/NAME.png and out/masks/NAME.png (alpha x 255); returns the count. out appears once complete.

    Raises:
        DataError: the folder already exists or cannot be written.
    """
    count = 0
    with _new_folder(out, ("images", "masks")) as part:
        for name, moment in pictures:
            assert moment.truth is not None
            _write(part / "images" / f"{name}.png", moment.frame)
            _write(part / "masks" / f"{name}.png", alpha_bytes(moment.truth))
            count += 1
    return count


@contextmanager
def _new_folder(target: Path, names: tuple[str, str]) -> Iterator[Path]:
    """Yields a folder with two sub-folders; it gets its name if the block succeeds. Raises DataError."""
    if target.exists():
        raise DataError(f"'{target}' already exists", "Choose an empty folder.")
    try:
        with replaced(target) as part:
            for name in names:
                (part / name).mkdir(parents=True)
            yield part
    except OSError as error:
        raise DataError(f"Cannot write to '{target.parent}'", f"{error.strerror or error}.") from error


def _write(path: Path, picture: Image) -> None:
    fine, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not fine:
        raise OSError(f"no PNG of {picture.shape}")
    path.write_bytes(np.asarray(data).tobytes())
