"""Colours as people write them: '#0f0', 'green', 'rgb(0, 255, 0)', '0x00ff00'."""
from __future__ import annotations

import re

from PIL import ImageColor

from app.errors import AppError

HOW = "Write a colour as '#1e3a5f', green or 'rgb(30, 58, 95)'."
HEX = re.compile(r"0x([0-9a-f]{6}|[0-9a-f]{3})")
FUNCTION = re.compile(r"(rgb|hsl)a?\(.*\)?")
ALPHA_OF_ONE = re.compile(r"\s*,\s*(1|1\.0+|100%)\s*\)$")
OPAQUE = 255


def looks_like_color(text: str) -> bool:
    """Whether text is meant as a colour, valid or not; write ./ before a file with such a name."""
    text = _plain(text)
    return text.startswith("#") or text in ImageColor.colormap or bool(HEX.fullmatch(text) or FUNCTION.match(text))


def parse_color(text: str) -> tuple[int, int, int]:
    """Parses any CSS colour, or 0x and digits, in upper or lower case; returns (blue, green, red).

    Raises:
        AppError: it is not a colour, or not opaque.
    """
    plain = HEX.sub(r"#\1", _plain(text))
    try:
        red, green, blue, *alpha = ImageColor.getrgb(plain)
    except (ValueError, TypeError):
        raise AppError(f"'{text}' is not a colour", HOW) from None
    if max(red, green, blue) > OPAQUE:
        raise AppError(f"'{text}' is not a colour", f"{HOW} No number is above {OPAQUE}.")
    if alpha and alpha[0] != OPAQUE:
        raise AppError(f"'{text}' is not opaque", f"Use an opaque colour, or 'transparent' for no background. {HOW}")
    return blue, green, red


def _plain(text: str) -> str:
    """In lower case and with commas: CSS also accepts rgb(0 255 0)."""
    text = text.strip().lower()
    name, bracket, numbers = text.partition("(")
    numbers = re.sub(r"(?<=[\d%])\s+(?=\d)", ", ", numbers)
    opaque = ALPHA_OF_ONE.sub(")", numbers) if name in ("rgba", "hsla") else numbers
    return (name[:-1] if opaque != numbers else name) + bracket + opaque
