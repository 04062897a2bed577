"""TIFF pictures that Pillow misreads or refuses: planes of 16 bits, and floating point."""
from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import TiffImagePlugin

from app.pipeline.decode.kinds import TiffKindError
from app.pipeline.decode.media import open_media

WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES, PLANAR, PREDICTOR, FORMAT = (
    256, 257, 258, 259, 262, 277, 284, 317, 339)  # fmt: skip
ORIENTATION, PROFILE = 274, 34675
SIGNED, FLOAT = 2, 3
GREY, RGB = (0, 1), 2
HEADER_BYTES, BIG_HEADER_BYTES = 8, 16
BAND_VALUES = 4_000_000
WHITES = (1.0, 255.0, 65535.0)  # floats have no agreed white: the first of these that is not exceeded
PLANES = {(16, 1), (32, FLOAT)}  # bits and format that FFmpeg reads in planes; OpenCV reads everything else


def open_deep_tiff(path: Path) -> Pictures.Image | None:
    """The picture with 8 bits, its profile and orientation; None if Pillow reads it correctly.

    Raises:
        TiffKindError: no reader here supports it.
        OSError, ValueError, SyntaxError, struct.error: it is damaged.
    """
    tags = _tags(path)
    if _pillow_reads(tags):
        return None
    bits, form = _first(tags, BITS, 1), _first(tags, FORMAT, 1)
    is_planar = _planar(tags)
    ok = (bits, form) in PLANES and _first(tags, PREDICTOR, 1) == 1 if is_planar else _opencv_reads(bits, form, tags)
    photometric = _first(tags, PHOTOMETRIC, RGB)
    if not ok or photometric not in (*GREY, RGB):
        raise TiffKindError(_words(bits, form, is_planar))
    values = _of_ffmpeg(path, bits) if is_planar else _of_opencv(path)
    picture = Pictures.fromarray(eight_bits(values))
    if photometric == 0:
        picture = Pictures.eval(picture, lambda value: 255 - value)
    if PROFILE in tags:
        picture.info["icc_profile"] = tags[PROFILE]
    picture.getexif()[ORIENTATION] = _first(tags, ORIENTATION, 1)
    return picture


def tiff_size(path: Path) -> tuple[int, int]:
    """(width, height) px, without reading them. Raises as open_deep_tiff."""
    tags = _tags(path)
    return _first(tags, WIDTH, 0), _first(tags, HEIGHT, 0)


def eight_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Scales the values of a picture so that white is 255; band by band, to save memory."""
    if np.issubdtype(values.dtype, np.integer):
        return _scaled(values, 255.0 / np.iinfo(values.dtype).max)
    values = np.asarray(values, np.float32)
    brightest = max((float(_finite(band).max(initial=0.0)) for band in _bands(values)), default=0.0)
    top = next((white for white in WHITES if brightest <= white), brightest)
    return _scaled(values, 255.0 / top)


def _scaled(values: NDArray[Any], factor: float) -> NDArray[np.uint8]:
    made = np.empty(values.shape, np.uint8)
    for band, out in zip(_bands(values), _bands(made), strict=True):
        out[...] = np.round(np.clip(_finite(band) * factor, 0, 255))
    return made


def _bands(values: NDArray[Any]) -> list[NDArray[Any]]:
    """Views of a few million values each, top to bottom."""
    rows = max(1, BAND_VALUES * len(values) // max(1, values.size))
    return [values[top : top + rows] for top in range(0, len(values), rows)]


def _finite(values: NDArray[Any]) -> NDArray[Any]:
    """Replaces NaN and infinity by black."""
    return values if np.issubdtype(values.dtype, np.integer) else np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)


def _tags(path: Path) -> Any:
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about a truncated file; missing data is noticed here
        header = file.read(HEADER_BYTES)
        if header[2:4] in (b"+\0", b"\0+"):
            header += file.read(BIG_HEADER_BYTES - HEADER_BYTES)
        tags = TiffImagePlugin.ImageFileDirectory_v2(header)
        file.seek(tags.next)
        tags.load(file)
        return tags


def _first(tags: Any, name: int, default: int) -> int:
    """The first number of a tag. Raises ValueError if it is not a number."""
    value = tags.get(name, default)
    value = value[0] if isinstance(value, tuple) and value else value
    if not isinstance(value, int):
        raise ValueError(f"tag {name} is no number")
    return value


def _planar(tags: Any) -> bool:
    return _first(tags, PLANAR, 1) == 2 and _first(tags, SAMPLES, 1) > 1


def _pillow_reads(tags: Any) -> bool:
    bits, form, samples = _first(tags, BITS, 1), _first(tags, FORMAT, 1), _first(tags, SAMPLES, 1)
    if form == 1 and bits <= 8:
        return True
    if samples == 1:
        return (bits, form) in ((16, 1), (32, FLOAT))
    return (bits, form) == (16, 1) and not _planar(tags) and samples > 2


def _opencv_reads(bits: int, form: int, tags: Any) -> bool:
    known = (bits, form) in ((32, FLOAT), (64, FLOAT), (32, 1))
    return known and _first(tags, SAMPLES, 1) in (1, 3, 4)


def _of_opencv(path: Path) -> NDArray[Any]:
    values = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    if values is None:
        raise ValueError("the TIFF cannot be decoded")
    if values.ndim == 2:
        return np.asarray(values)
    order = [2, 1, 0, 3][: values.shape[2]]
    return np.ascontiguousarray(values[:, :, order])


def _of_ffmpeg(path: Path, bits: int) -> NDArray[Any]:
    try:
        with open_media(str(path)) as container:
            picture = next(container.decode(video=0))
    except (FFmpegError, StopIteration) as error:
        raise ValueError("the TIFF cannot be decoded") from error
    has_alpha = len(picture.format.components) == 4
    if bits == 16:
        return np.asarray(picture.to_ndarray(format="rgba64le" if has_alpha else "rgb48le"))
    return np.asarray(picture.to_ndarray(format=picture.format.name))


def _words(bits: int, form: int, is_planar: bool) -> str:
    number = {SIGNED: "signed numbers", FLOAT: "floating point"}.get(form, "numbers")
    return f"{number} of {bits} bits{' in planes' if is_planar else ''}"
