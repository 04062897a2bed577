from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from sinet_core.arrays import Alpha8, Image, alpha_bytes
from sinet_core.compositing.canvases import Canvas, Canvases
from sinet_core.compositing.composite import composite
from sinet_core.compositing.still import composite_still, plan_still
from tests.sinet_core.backends import REFERENCE, VARIANTS, path
from tests.sinet_core.scenes import person_alpha

SIZE = (359, 641)
PATHS = [REFERENCE, *VARIANTS]


@pytest.fixture(params=VARIANTS or ["compiled"])
def variant_path(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each variant in turn."""
    with path(str(request.param)):
        yield


@pytest.fixture(params=PATHS)
def every_path(request: pytest.FixtureRequest) -> Iterator[None]:
    """The reference and each variant in turn."""
    with path(str(request.param)):
        yield


def walk(size: tuple[int, int] = SIZE, count: int = 6) -> list[tuple[Image, Alpha8]]:
    """Frames of noise with somebody who walks through and finally leaves."""
    rng = np.random.default_rng(3)
    person = alpha_bytes(person_alpha((size[1], size[0])))
    shares = [np.roll(person, 37 * number, axis=1) for number in range(count)]
    return [(rng.integers(0, 256, (*size, 3), np.uint8), share) for share in (*shares, np.zeros_like(person))]


def picture(seed: int, size: tuple[int, int] = SIZE) -> Image:
    background = np.random.default_rng(seed).integers(0, 256, (*size, 3), np.uint8)
    background.flags.writeable = False
    return background


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("still", [False, True])
def test_what_is_painted_over_is_what_a_new_picture_would_be(name: str, still: bool) -> None:
    canvases, background = Canvases(), picture(1)
    with path(name):
        for frame, share in walk():
            wanted = composite(frame, share, background)
            if still:
                made = composite_still(frame, plan_still(frame, share), background, canvases=canvases)
            else:
                made = composite(frame, share, background, canvases=canvases)
            assert np.array_equal(made, wanted)
            del made  # nobody uses it any more


def test_the_same_memory_is_painted_again_only_when_nobody_holds_it(every_path: None) -> None:
    canvases, background = Canvases(), picture(1)
    frames = walk()
    first = composite(*frames[0], background, canvases=canvases)
    kept, place = first.copy(), first.ctypes.data
    second = composite(*frames[1], background, canvases=canvases)
    assert second.ctypes.data != place
    assert np.array_equal(first, kept)
    view = first[5:]
    del first
    third = composite(*frames[2], background, canvases=canvases)
    assert third.ctypes.data != place
    assert np.array_equal(view, kept[5:])
    del view
    assert composite(*frames[3], background, canvases=canvases).ctypes.data == place


def test_what_stands_there_is_left_alone(variant_path: None) -> None:
    """The work is really saved: a mark in the background's part of the canvas survives."""
    canvases, background = Canvases(), picture(1)
    frame, share = walk()[0]
    made = composite(frame, share, background, canvases=canvases)
    assert share[:40, :40].max() == 0
    assert not made.flags.writeable
    pixels = made.base
    assert pixels is not None
    pixels[0, 0] = ~background[0, 0]
    del made, pixels
    again = composite(frame, share, background, canvases=canvases)
    assert np.array_equal(again[0, 0], ~background[0, 0])


def test_another_background_covers_everything(every_path: None) -> None:
    canvases = Canvases()
    frame, share = walk()[0]
    for seed in range(4):
        background = picture(seed % 2)
        made = composite(frame, share, background, canvases=canvases)
        assert np.array_equal(made, composite(frame, share, background))
        del made


def test_a_background_that_may_still_be_written_is_looked_at_every_time(every_path: None) -> None:
    canvases, background = Canvases(), picture(1).copy()
    frame, share = walk()[0]
    for level in (10, 200, 30):
        background[:] = level
        made = composite(frame, share, background, canvases=canvases)
        assert (made[share == 0] == level).all()
        del made


def test_only_a_few_canvases_of_one_size_are_kept() -> None:
    canvases, shape = Canvases(most=2), (4, 5, 3)
    held = [canvases.take(shape).picture for _ in range(3)]
    assert len({id(picture) for picture in held}) == 3
    first = id(held.pop(0))
    assert id(canvases.take(shape).picture) == first
    assert canvases.take((8, 5, 3)).picture.shape == (8, 5, 3)
    assert all(canvases.take(shape).picture is not picture for picture in held)


def test_a_canvas_forgets_what_it_shows_while_it_is_painted() -> None:
    canvas, background = Canvas((4, 4, 3)), picture(0, (4, 4))
    kinds = np.zeros((2, 2), np.uint8)
    canvas.painted(kinds, background)
    assert canvas.to_paint(background).shown is kinds
    assert canvas.to_paint(background).shown is None
    canvas.painted(kinds, background)
    assert canvas.to_paint(background.copy()).shown is None
    canvas.painted(None, background)
    assert canvas.to_paint(background).shown is None
