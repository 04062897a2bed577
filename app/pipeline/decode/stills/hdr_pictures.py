"""HDR and wide gamuts in pictures that declare them with numbers instead of a profile: AVIF, HEIC and PNG."""
from __future__ import annotations

import logging
import struct
from pathlib import Path
from typing import cast

import numpy as np
from av.error import FFmpegError
from PIL import Image as Pictures

from app.pipeline.decode.frames.grading import DeepImage, grade_of
from app.pipeline.decode.media import open_media

HEAD_BYTES = 1 << 16  # which include the declaration
BOX, BOX_NUMBERS = b"colrnclx", struct.Struct(">HHH")  # in AVIF and HEIC; primaries, curve, matrix of H.273
CHUNK, CHUNK_NUMBERS = b"cICP", struct.Struct(">BB")  # of PNG
BYTE_TO_DEEP = 257
EXIF_ORIENTATION = 0x0112

logger = logging.getLogger(__name__)


def in_screen_range(picture: Pictures.Image, path: Path) -> Pictures.Image:
    """The picture converted to sRGB if its file declares other colours, else unchanged. Its alpha stays."""
    primaries, curve = _numbers(picture.format or "", path)
    grade = grade_of(curve, primaries, is_picture=True)
    if grade is None or picture.mode not in ("RGB", "RGBA") or (picture.info.get("icc_profile") and not grade.is_hdr):
        return picture
    is_one_of_many = getattr(picture, "is_animated", False)
    deep = None if is_one_of_many else _deep_pixels(path, picture.size, picture.format or "")
    if deep is None:
        deep = np.asarray(picture.convert("RGB")).astype(np.uint16) * np.uint16(BYTE_TO_DEEP)
    graded = Pictures.fromarray(np.ascontiguousarray(grade.graded(deep)[:, :, ::-1]))
    if picture.mode == "RGBA":
        graded.putalpha(picture.getchannel("A"))
    orientation = picture.getexif().get(EXIF_ORIENTATION)
    if orientation:
        graded.getexif()[EXIF_ORIENTATION] = orientation
    return graded


def _numbers(kind: str, path: Path) -> tuple[int, int]:
    """(primaries, curve) of H.273; zeros if it does not say."""
    if kind not in ("AVIF", "HEIF", "PNG"):
        return 0, 0
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    name, numbers = (CHUNK, CHUNK_NUMBERS) if kind == "PNG" else (BOX, BOX_NUMBERS)
    at = head.find(name)
    if at < 0 or len(head) < at + len(name) + numbers.size or (kind == "PNG" and 0 <= head.find(b"IDAT") < at):
        return 0, 0
    return cast(tuple[int, int], numbers.unpack_from(head, at + len(name))[:2])


def _deep_pixels(path: Path, size: tuple[int, int], kind: str) -> DeepImage | None:
    """HxWx3 uint16 RGB as coded, since Pillow keeps only 8 bits; None if they cannot be read."""
    try:
        return _of_heif(path, size) if kind == "HEIF" else _of_ffmpeg(path, size)
    except (FFmpegError, OSError, ValueError, RuntimeError) as error:
        logger.info("eight bits of an HDR picture are used: %s", error)
        return None


def _of_heif(path: Path, size: tuple[int, int]) -> DeepImage | None:
    import pi_heif

    opened = pi_heif.open_heif(path, convert_hdr_to_8bit=False)
    image = np.asarray(opened)
    fits = opened.size == size and image.dtype == np.uint16
    return np.array(image[:, :, :3]) if fits else None  # a copy, since the memory belongs to the opened file


def _of_ffmpeg(path: Path, size: tuple[int, int]) -> DeepImage | None:
    with open_media(str(path)) as container:
        picture = next(container.decode(video=0))
    if (picture.width, picture.height) != size:  # for a grid, FFmpeg returns a single tile
        return None
    return np.asarray(picture.to_ndarray(format="rgb48le"), np.uint16)
