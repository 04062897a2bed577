"""Turns an opened picture into pixels: upright, sRGB, eight bits, and without transparency."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image as Pictures
from PIL import ImageOps

from app.pipeline.decode.stills.colors import in_srgb
from app.pipeline.decode.stills.deep_tiff import eight_bits
from app.pipeline.decode.stills.hdr_pictures import in_screen_range
from app.pipeline.decode.stills.pictures import MAX_PIXELS, NEUTRAL_GREY, refuse_bomb
from app.pipeline.frame import Image


def as_bgr(picture: Pictures.Image, path: Path, max_side: int) -> Image:
    """An opened picture as load_picture returns it. Raises AppError, and what Pillow does."""
    picture.draft("RGB", _drafted(picture.size, max_side))  # JPEG only: decodes at 1/2, 1/4 or 1/8 of the size
    refuse_bomb(picture.size, path)
    picture.load()
    upright = ImageOps.exif_transpose(in_screen_range(picture, path))
    upright = _over_grey(in_srgb(_eight_bits(upright)))
    upright.thumbnail((max_side, max_side), Pictures.Resampling.LANCZOS, reducing_gap=2.0)
    image = np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])
    image.flags.writeable = False
    return image


def _drafted(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    """The least (width, height) px that a JPEG is decoded with: half of it, as long as it is larger than MAX_PIXELS."""
    width, height = size
    while width * height > MAX_PIXELS:
        width, height = (width + 1) // 2, (height + 1) // 2
    return min(width, max_side), min(height, max_side)


def _eight_bits(picture: Pictures.Image) -> Pictures.Image:
    """Pillow clips 16 bits to white when asked for RGB; here they are scaled. A profile stays."""
    if picture.mode not in ("I", "F") and not picture.mode.startswith("I;16"):
        return picture
    values = np.asarray(picture)
    if picture.mode == "I":  # 16 bits in more room
        values = np.clip(values, 0, 65535).astype(np.uint16)
    shallow = Pictures.fromarray(eight_bits(values))
    shallow.info = picture.info
    return shallow


def _over_grey(picture: Pictures.Image) -> Pictures.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    rgba = picture if picture.mode == "RGBA" else picture.convert("RGBA")
    grey = Pictures.new("RGB", rgba.size, (NEUTRAL_GREY, NEUTRAL_GREY, NEUTRAL_GREY))
    grey.paste(rgba, mask=rgba)
    return grey
