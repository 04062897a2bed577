import numpy as np
import pytest

from sinet_core.arrays import Alpha8
from sinet_core.compositing.light_wrap import check_light_wrap, edge_glow, wrap_light

SIZE = (180, 320)
WHITE = np.full((*SIZE, 3), 255, np.uint8)


def person() -> Alpha8:
    """The left half."""
    alpha = np.zeros(SIZE, np.uint8)
    alpha[:, :160] = 255
    return alpha


def test_light_falls_on_the_edge_and_fades_inwards() -> None:
    picture = np.full((*SIZE, 3), 60, np.uint8)
    wrapped = wrap_light(picture, person(), WHITE, 1.0)[90, :, 0].astype(int)
    assert wrapped[155] > 60
    assert wrapped[155] >= wrapped[145] >= wrapped[20]
    assert wrapped[20] == 60, "far from the edge"
    assert np.all(wrapped[170:] == 60), "the background itself"


def test_it_only_brightens_and_not_in_place() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*SIZE, 3)).astype(np.uint8)
    before = picture.copy()
    assert np.all(wrap_light(picture, person(), WHITE, 0.7) >= picture)
    assert np.array_equal(picture, before)


def test_a_dark_background_adds_no_light() -> None:
    picture = np.full((*SIZE, 3), 60, np.uint8)
    assert np.array_equal(wrap_light(picture, person(), np.zeros_like(WHITE), 1.0), picture)


def test_without_a_person_nothing_glows() -> None:
    assert not edge_glow(np.zeros(SIZE, np.uint8), WHITE, 4).any()


@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan")])
def test_an_amount_outside_is_refused(amount: float) -> None:
    with pytest.raises(ValueError, match="light_wrap must be 0"):
        check_light_wrap(amount)
