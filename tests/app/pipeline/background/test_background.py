from __future__ import annotations

import numpy as np

from app.pipeline.background.background import PlainDark, background_only, plain_dark
from app.pipeline.frame import Alpha, Image
from sinet_core.pyramid import Sizes
from tests.fakes import PlainBackground
from tests.room import SIZE, raw_frame

BLUE = (200, 60, 20)


def test_background_only_is_made_without_a_frame() -> None:
    background = PlainBackground(BLUE)
    image = background_only((64, 48), 1.0, background)
    assert image.shape == (48, 64, 3)
    assert image[0, 0].tolist() == list(BLUE)
    assert np.array_equal(background.rooms[0], plain_dark((64, 48)))


def test_background_only_is_a_copy() -> None:
    """The background may draw its next frame into the same array."""
    kept = np.zeros((48, 64, 3), np.uint8)

    class Keeping(PlainBackground):
        def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
            return kept

    assert not np.shares_memory(background_only((64, 48), 0.0, Keeping()), kept)


def test_plain_dark() -> None:
    drawn = PlainDark().render(raw_frame(), None, 0.0)
    assert drawn.shape == (SIZE[1], SIZE[0], 3)
    assert drawn.std(axis=(0, 1)).max() == 0
    assert drawn.max() < 60
