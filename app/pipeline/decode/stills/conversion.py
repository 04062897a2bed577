"""Turns an opened picture into pixels: upright, sRGB, eight bits, over grey."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageOps

from app.pipeline.decode.frames.see_through import NEUTRAL_GREY, known_opacity
from app.pipeline.decode.stills.colors import in_srgb
from app.pipeline.decode.stills.deep_tiff import eight_bits
from app.pipeline.decode.stills.hdr_pictures import in_screen_range
from app.pipeline.frame import Frame


def as_frame(picture: Pictures.Image, path: Path, max_side: int) -> Frame:
    """An opened picture as a frame; see load_picture. Raises AppError, and what Pillow raises."""
    picture.load()
    upright = ImageOps.exif_transpose(in_screen_range(picture, path))
    upright = in_srgb(_eight_bits(upright))
    opacity = upright.convert("RGBA").getchannel("A") if upright.has_transparency_data else None
    image = _shrunk(_over_grey(upright), max_side)
    image = np.ascontiguousarray(image[:, :, ::-1])
    image.flags.writeable = False
    return Frame(image, 0.0, 0, None if opacity is None else known_opacity(_shrunk(opacity, max_side)))


def _shrunk(picture: Pictures.Image, max_side: int) -> NDArray[np.uint8]:
    picture.thumbnail((max_side, max_side), Pictures.Resampling.LANCZOS, reducing_gap=2.0)
    return np.asarray(picture, np.uint8)


def _eight_bits(picture: Pictures.Image) -> Pictures.Image:
    """Scales 16 bits to 8, since Pillow would clip them to white. A profile stays."""
    if picture.mode not in ("I", "F") and not picture.mode.startswith("I;16"):
        return picture
    values = np.asarray(picture)
    if picture.mode == "I":  # 16 bits in a wider type
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
