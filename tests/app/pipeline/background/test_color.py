from __future__ import annotations

import pytest

from app.errors import AppError
from app.pipeline.background.color import looks_like_color, parse_color

GREEN_BGR = (0, 255, 0)


@pytest.mark.parametrize("text", [
    "#0f0", "#0F0", "#00ff00", "#00ff00ff", "lime", "LIME", " Lime ", "0x00ff00", "0X0F0", "rgb(0,255,0)",
    "rgb(0 255 0)", "RGB( 0, 255, 0 )", "rgb(0%, 100%, 0%)", "rgba(0, 255, 0, 1)", "hsl(120, 100%, 50%)",
])  # fmt: skip
def test_every_way_to_write_a_colour(text: str) -> None:
    assert looks_like_color(text)
    assert parse_color(text) == GREEN_BGR


@pytest.mark.parametrize("text", [
    "#12345", "#", "rgb(1, 2", "rgb(0, 300, 0)", "#00ff0080", "rgba(0, 255, 0, 0.5)", "blue-ish",
])  # fmt: skip
def test_the_error_for_an_invalid_colour_shows_how_one_is_written(text: str) -> None:
    with pytest.raises(AppError) as caught:
        parse_color(text)
    assert "rgb(30, 58, 95)" in caught.value.hint


@pytest.mark.parametrize("text", ["green.png", "./green", "midnight", "blur", "0x", "00ff00", ""])
def test_names_are_not_colours(text: str) -> None:
    assert not looks_like_color(text)
