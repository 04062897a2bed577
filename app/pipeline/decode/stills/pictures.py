"""Reads still pictures of any kind: upright, three channels, eight bits, limited in size."""
from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageOps, UnidentifiedImageError

from app.errors import AppError
from app.pipeline.decode.frames.see_through import NEUTRAL_GREY, known_opacity
from app.pipeline.decode.kinds import is_tiff, kind_of_content
from app.pipeline.decode.stills.colors import in_srgb
from app.pipeline.decode.stills.deep_tiff import TiffKindError, eight_bits, open_deep_tiff, tiff_size
from app.pipeline.decode.stills.hdr_pictures import in_screen_range
from app.pipeline.frame import Frame, Image

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".webp", ".bmp", ".tif", ".tiff", ".avif",
                              ".jp2", ".ppm", ".pgm", ".tga", ".ico", ".heic", ".heif", ".jfif"})  # fmt: skip
MAX_SIDE_PX = 4096
FILE_MAX_SIDE_PX = 16_384  # what encoders and players take; a file keeps its own size up to here
LIVE_MAX_SIDE_PX = 1920  # what is only looked at needs no more
MAX_PIXELS = 100_000_000  # decoded they take 400 MB; a JPEG shrinks while it is decoded and may be bigger
ANIMATED = frozenset({"PNG", "WEBP", "AVIF"})  # several pictures in a TIFF or an icon are no video
DRAWN_BY_PROGRAMS = frozenset({"EPS", "WMF"})  # Pillow starts Ghostscript for one, and the other is a list of commands
DEFAULT_SHOWN_MS = 100  # as browsers show a frame that says nothing
OTHER_PICTURE = "Choose another picture: PNG, JPEG, HEIC, WebP, AVIF, BMP and TIFF work."
OTHER_TIFF = "Save it as TIFF or PNG with 8 or 16 bits a channel."
# What Pillow raises over damaged files, by format.
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, RuntimeError, TypeError, struct.error)


def is_picture(path: Path) -> bool:
    """A still picture (a GIF counts as a video): by its content, or by its name where that tells nothing."""
    kind = kind_of_content(path)
    return kind in ("picture", "heif") if kind else path.suffix.lower() in PICTURE_SUFFIXES


def load_picture(path: Path, *, max_side: int = MAX_SIDE_PX) -> Image:
    """Reads a picture: EXIF turned, CMYK and 16 bits converted, alpha over grey, animated: the first frame.

    Args:
        path: the file; what it holds counts, not its suffix.
        max_side: a picture whose longer side is more px is shrunk to it.

    Returns:
        HxWx3 uint8 BGR, read-only.

    Raises:
        AppError: it is missing, empty, damaged, no picture, or a decompression bomb.
    """
    return load_still(path, max_side=max_side).image


def load_still(path: Path, *, max_side: int = MAX_SIDE_PX) -> Frame:
    """As load_picture, with what is opaque of it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pictures.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # of what is cut off; an error follows
            with _opened(path) as picture:
                return _as_frame(picture, path, max_side)
    except FileNotFoundError as error:
        raise AppError(f"There is no picture '{path.name}'", f"Check the name: {path}") from error
    except IsADirectoryError as error:
        raise AppError(f"'{path.name}' is a folder, not a picture", "Choose a file in it.") from error
    except PermissionError as error:
        raise AppError(f"No permission to read '{path.name}'", "Check the file's permissions.") from error
    except (Pictures.DecompressionBombError, MemoryError) as error:
        raise too_large(f"The picture '{path.name}'") from error
    except UnidentifiedImageError as error:
        raise AppError(_unknown(path), OTHER_PICTURE) from error
    except TiffKindError as error:
        raise AppError(f"The TIFF picture '{path.name}' cannot be read here: {error}", OTHER_TIFF) from error
    except DAMAGED as error:
        raise AppError(f"The picture '{path.name}' is damaged or cut off", OTHER_PICTURE) from error


def stored_size(path: Path) -> tuple[int, int]:
    """(width, height) px of a picture that load_picture reads, as stored: not turned, and before it is shrunk."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pictures.DecompressionBombWarning)
        with _opened(path) as picture:
            return picture.size


def _opened(path: Path) -> Pictures.Image:
    """Raises AppError, and what Pillow raises."""
    if kind_of_content(path) == "heif":
        _learn_heif(path)
    deep = None
    if is_tiff(path):
        _refuse_bomb(tiff_size(path), path)
        deep = open_deep_tiff(path)
    return deep or Pictures.open(path)


def _learn_heif(path: Path) -> None:
    """Pillow reads HEIC, tiles and all, with pi-heif (docs/decisions/0033). Raises AppError where it is missing."""
    try:
        from pi_heif import register_heif_opener
    except ImportError as error:
        hint = "Install pi-heif, or save the picture as JPEG."
        raise AppError(f"The HEIC picture '{path.name}' cannot be read here", hint) from error
    register_heif_opener()


def is_animated(path: Path) -> bool:
    """By its content: a WebP, PNG or AVIF of several frames. False for what cannot be read."""
    try:
        with Pictures.open(path) as picture:
            return picture.format in ANIMATED and bool(getattr(picture, "is_animated", False))
    except (Pictures.DecompressionBombError, *DAMAGED):
        return False


def animation_length(path: Path) -> tuple[int, float]:
    """How many frames an animated picture has, and about how many seconds each is shown. Raises DAMAGED."""
    with Pictures.open(path) as picture:
        picture.load()
        return getattr(picture, "n_frames", 1), _shown_seconds(picture)


def iter_animation(path: Path) -> Iterator[Frame]:
    """Every frame of an animated picture, as load_picture reads one. Raises DAMAGED."""
    with Pictures.open(path) as picture:
        time = 0.0
        for index in range(getattr(picture, "n_frames", 1)):
            picture.seek(index)
            yield replace(_as_frame(picture, path, FILE_MAX_SIDE_PX), time=time, index=index)
            time += _shown_seconds(picture)


def _shown_seconds(picture: Pictures.Image) -> float:
    return float(picture.info.get("duration") or DEFAULT_SHOWN_MS) / 1000


def _as_frame(picture: Pictures.Image, path: Path, max_side: int) -> Frame:
    if picture.format in DRAWN_BY_PROGRAMS:
        raise UnidentifiedImageError(picture.format)
    picture.draft("RGB", _drafted(picture.size, max_side))  # JPEG only: decodes at 1/2, 1/4 or 1/8 of the size
    _refuse_bomb(picture.size, path)
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


def _drafted(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    """The least (width, height) px that a JPEG is decoded with: half of it, as long as it is larger than MAX_PIXELS."""
    width, height = size
    while width * height > MAX_PIXELS:
        width, height = (width + 1) // 2, (height + 1) // 2
    return min(width, max_side), min(height, max_side)


def _refuse_bomb(size: tuple[int, int], path: Path) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise too_large(f"The picture '{path.name}'", size)


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


def too_large(what: str, size: tuple[int, int] | None = None) -> AppError:
    """There is nothing wrong with it, so neither is it called damaged."""
    known = f"It has {size[0]}×{size[1]} pixels. " if size else ""
    return AppError(f"{what} is too large", f"{known}Shrink it to {MAX_PIXELS // 10**6} megapixels or fewer.")


def _unknown(path: Path) -> str:
    empty = path.stat().st_size == 0
    return f"The picture '{path.name}' is empty (0 bytes)" if empty else f"'{path.name}' is not a picture"
