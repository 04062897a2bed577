import cv2
import numpy as np
import pytest

from sinet_core.arrays import Alpha, Image, alpha_bytes
from sinet_core.compositing.composite import composite
from sinet_core.compositing.still import composite_still, plan_still
from tests.sinet_core.scenes import person_alpha

pytestmark = pytest.mark.usefixtures("both_paths")


def scene() -> tuple[Image, Alpha, Image]:
    """A frame, a soft disc in it, and a background."""
    rng = np.random.default_rng(1)
    frame = cv2.resize(rng.integers(0, 255, (12, 20, 3), dtype=np.uint8), (400, 240), interpolation=cv2.INTER_CUBIC)
    background = cv2.resize(rng.integers(0, 255, (9, 11, 3), dtype=np.uint8), (400, 240))
    disc = np.zeros((240, 400), np.float32)
    cv2.circle(disc, (180, 140), 70, 1.0, -1)
    alpha = np.clip(1.6 * cv2.GaussianBlur(disc, (0, 0), 6) - 0.3, 0, 1)
    return np.asarray(frame, np.uint8), np.asarray(alpha, np.float32), np.asarray(background, np.uint8)


def test_the_frame_of_the_plan_is_composed_as_ever() -> None:
    frame, alpha, background = scene()
    made = composite_still(frame, plan_still(frame, alpha), background)
    assert np.array_equal(made, composite(frame, alpha, background))


def test_another_background_needs_no_other_plan() -> None:
    frame, alpha, background = scene()
    plan = plan_still(frame, alpha)
    for other in (background[::-1].copy(), np.full_like(background, 255)):
        assert np.array_equal(composite_still(frame, plan, other), composite(frame, alpha, other))


def test_light_falls_on_the_edge_as_ever() -> None:
    frame, alpha, background = scene()
    plan = plan_still(frame, alpha)
    made = composite_still(frame, plan, background, light_wrap=0.7)
    assert np.array_equal(made, composite(frame, alpha, background, light_wrap=0.7))
    assert not np.array_equal(made, composite_still(frame, plan, background))
    with pytest.raises(ValueError, match="light_wrap"):
        composite_still(frame, plan, background, light_wrap=1.1)


def test_inside_are_the_newest_pixels_and_outside_the_background() -> None:
    frame, alpha, background = scene()
    plan = plan_still(frame, alpha)
    newest, other = np.roll(frame, 40, axis=1), np.roll(background, 30, axis=0)
    made, share = composite_still(newest, plan, other), alpha_bytes(alpha)
    assert np.array_equal(made[share == 255], newest[share == 255])
    assert np.array_equal(made[share == 0], other[share == 0])
    assert not np.array_equal(made[share == 255], frame[share == 255])


def test_noise_at_the_edge_is_the_newest_too() -> None:
    frame, alpha, background = scene()
    noise = np.random.default_rng(2).normal(0, 4, frame.shape)
    newest = np.clip(frame + noise, 0, 255).astype(np.uint8)
    made = composite_still(newest, plan_still(frame, alpha), background).astype(int)
    fresh = composite(newest, alpha, background)
    assert np.abs(made - fresh).mean() < 0.01
    assert np.abs(made - fresh).max() <= 3


def test_nobody_and_everybody() -> None:
    frame, alpha, background = scene()
    nobody = composite_still(frame, plan_still(frame, np.zeros_like(alpha)), background)
    assert np.array_equal(nobody, background)
    all_of_it = composite_still(frame, plan_still(frame, np.ones_like(alpha)), background)
    assert np.array_equal(all_of_it, frame)


def test_views_are_taken_as_well_as_copies() -> None:
    frame, alpha, background = scene()
    views = frame[:, ::-1], alpha[:, ::-1], background[:, ::-1]
    frame_copy, alpha_copy, background_copy = frame[:, ::-1].copy(), alpha[:, ::-1].copy(), background[:, ::-1].copy()
    made = composite_still(views[0], plan_still(*views[:2]), views[2])
    assert np.array_equal(made, composite_still(frame_copy, plan_still(frame_copy, alpha_copy), background_copy))


def test_a_plan_and_what_it_is_made_of_stay_as_they_are() -> None:
    frame, alpha, background = scene()
    share = alpha_bytes(alpha)
    for array in (frame, share, background):
        array.flags.writeable = False
    plan = plan_still(frame, share)
    first = composite_still(frame, plan, background)
    composite_still(background, plan, frame)
    assert np.array_equal(composite_still(frame, plan, background), first)


@pytest.mark.parametrize("size", [(1, 1), (3, 2001), (359, 641), (719, 1283)])
def test_any_size(size: tuple[int, int]) -> None:
    frame, background = np.random.default_rng(4).integers(0, 256, (2, *size, 3), np.uint8)
    alpha = person_alpha((size[1], size[0]))
    made = composite_still(frame, plan_still(frame, alpha), background)
    assert np.array_equal(made, composite(frame, alpha, background))


@pytest.mark.parametrize("bad", [np.nan, -0.5])
def test_an_invalid_alpha_hides_the_room(bad: float) -> None:
    frame, alpha, background = scene()
    alpha[alpha < 1] = bad
    made = composite_still(frame[::-1], plan_still(frame, alpha), background)
    assert np.array_equal(made[~(alpha == 1)], background[~(alpha == 1)])


def test_another_size_is_refused() -> None:
    frame, alpha, background = scene()
    plan = plan_still(frame, alpha)
    with pytest.raises(ValueError, match="same size"):
        composite_still(frame[:100], plan, background[:100])
    with pytest.raises(ValueError, match="same size"):
        composite_still(frame, plan, background[:100])
    with pytest.raises(ValueError, match="same size"):
        plan_still(frame[:100], alpha)
    with pytest.raises(ValueError, match="background must be HxWx3 uint8"):
        composite_still(frame, plan, background.astype(np.float32))
    with pytest.raises(ValueError, match="alpha must be HxW"):
        plan_still(frame, alpha.astype(np.float64))  # type: ignore[arg-type]
