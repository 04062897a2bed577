"""Reads still pictures of any kind: upright, three channels, eight bits, limited in size."""
from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image as Pictures
from PIL import UnidentifiedImageError

from app.errors import AppError
from app.pipeline.decode.kinds import TiffKindError, is_tiff, kind_of_content
from app.pipeline.decode.limits import FILE_MAX_SIDE_PX, MAX_PIXELS, too_large
from app.pipeline.frame import Frame, Image

MAX_SIDE_PX = 4096
ANIMATED = frozenset({"PNG", "WEBP", "AVIF"})  # several pictures in a TIFF or an icon are not a video
DRAWN_BY_PROGRAMS = frozenset({"EPS", "WMF"})  # Pillow starts Ghostscript for EPS; WMF is a list of commands
DEFAULT_SHOWN_MS = 100  # as in browsers, for a frame without a duration
OTHER_PICTURE = "Choose another picture: PNG, JPEG, HEIC, WebP, AVIF, BMP and TIFF work."
OTHER_TIFF = "Save it as TIFF or PNG with 8 or 16 bits a channel."
# What Pillow raises for damaged files, depending on the format.
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, RuntimeError, TypeError, struct.error)


def load_picture(path: Path, *, max_side: int = MAX_SIDE_PX) -> Image:
    """Reads a picture: turned by its EXIF, CMYK and 16 bits converted, alpha blended over grey; of an animation, the
    first frame.

    Args:
        path: the file; its content counts, not its suffix.
        max_side: a picture with a longer side, px, is shrunk to it.

    Returns:
        HxWx3 uint8 BGR, read-only.

    Raises:
        AppError: it is missing, empty, damaged, not a picture, or a decompression bomb.
    """
    return load_still(path, max_side=max_side).image


def load_still(path: Path, *, max_side: int = MAX_SIDE_PX) -> Frame:
    """As load_picture, with its opacity."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pictures.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # about truncation; an error follows
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
    """(width, height) px as stored, before load_picture turns and shrinks the picture."""
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
        from app.pipeline.decode.stills.deep_tiff import open_deep_tiff, tiff_size  # loads what only TIFF needs

        _refuse_bomb(tiff_size(path), path)
        deep = open_deep_tiff(path)
    return deep or Pictures.open(path)


def _learn_heif(path: Path) -> None:
    """Lets Pillow read HEIC, including tiled pictures, with pi-heif (docs/decisions/0033). Raises AppError if it is
    missing."""
    try:
        from pi_heif import register_heif_opener
    except ImportError as error:
        hint = "Install pi-heif, or save the picture as JPEG."
        raise AppError(f"The HEIC picture '{path.name}' cannot be read here", hint) from error
    register_heif_opener()


def is_animated(path: Path) -> bool:
    """Whether the content is a WebP, PNG or AVIF of several frames; False if it cannot be read."""
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
    from app.pipeline.decode.stills.conversion import as_frame  # with the first picture, not with the window

    return as_frame(picture, path, max_side)


def _drafted(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    """The smallest (width, height) px to decode a JPEG with; halved while it is larger than MAX_PIXELS."""
    width, height = size
    while width * height > MAX_PIXELS:
        width, height = (width + 1) // 2, (height + 1) // 2
    return min(width, max_side), min(height, max_side)


def _refuse_bomb(size: tuple[int, int], path: Path) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise too_large(f"The picture '{path.name}'", size)


def _unknown(path: Path) -> str:
    empty = path.stat().st_size == 0
    return f"The picture '{path.name}' is empty (0 bytes)" if empty else f"'{path.name}' is not a picture"
