"""How large pictures and frames may be."""
from __future__ import annotations

from app.errors import AppError

FILE_MAX_SIDE_PX = 16_384  # the limit of encoders and players; files keep their size up to here
LIVE_MAX_SIDE_PX = 1920  # enough for the screen
MAX_PIXELS = 100_000_000  # 400 MB when decoded; a JPEG may have more, since it is shrunk while it is decoded


def too_large(what: str, size: tuple[int, int] | None = None) -> AppError:
    """The error for a picture or video that is fine, but too large to decode."""
    known = f"It has {size[0]}×{size[1]} pixels. " if size else ""
    return AppError(f"{what} is too large", f"{known}Shrink it to {MAX_PIXELS // 10**6} megapixels or fewer.")
