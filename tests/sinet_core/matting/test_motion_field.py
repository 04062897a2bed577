import cv2
import numpy as np
import pytest

from sinet_core.arrays import Image
from sinet_core.matting.motion_field import MIN_CELLS, at_places, flow, inside, moved, own_places

SIZE = (90, 160)


def scene(right: int = 0) -> Image:
    """Soft noise, moved to the right."""
    noise = np.random.default_rng(4).integers(0, 256, SIZE).astype(np.uint8)
    return np.roll(np.asarray(cv2.GaussianBlur(noise, (0, 0), 3), np.uint8), right, axis=1)


@pytest.mark.parametrize("right", [-3, 0, 3])
def test_a_shift_is_found(right: int) -> None:
    found = flow(scene(), scene(right))[20:70, 20:140]
    assert np.median(found[..., 0]) == pytest.approx(right, abs=0.5)
    assert np.median(found[..., 1]) == pytest.approx(0, abs=0.5)


def test_in_a_tiny_picture_nothing_moves() -> None:
    tiny = scene()[: MIN_CELLS - 1]
    assert not flow(tiny, np.roll(tiny, 3, axis=1)).any()


def test_steps_add_up() -> None:
    step = np.full((*SIZE, 2), (2.0, -1.0), np.float32)
    places = moved(moved(own_places(SIZE), step), step)
    assert (places.x[40, 50], places.y[40, 50]) == (54.0, 38.0)


def test_a_field_is_read_where_things_are_now() -> None:
    field = np.tile(np.arange(SIZE[1], dtype=np.float32), (SIZE[0], 1))
    places = moved(own_places(SIZE), np.full((*SIZE, 2), (1.5, 0.0), np.float32))
    assert at_places(field, places)[10, 20] == pytest.approx(21.5, abs=0.05)


def test_places_beyond_the_picture_are_outside() -> None:
    places = moved(own_places(SIZE), np.full((*SIZE, 2), (5.0, 0.0), np.float32))
    within = inside(places)
    assert within[40, 100] == 1
    assert within[40, SIZE[1] - 2] == 0
    assert inside(own_places(SIZE)).all()


def test_own_places_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        own_places(SIZE).x[0, 0] = 1
