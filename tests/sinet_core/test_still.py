import cv2
import numpy as np
import pytest

from sinet_core.arrays import Alpha, Image
from sinet_core.composite import composite
from sinet_core.still import composite_still, plan_still

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
    made = composite_still(frame, plan_still(frame, alpha), background).astype(int)
    assert np.abs(made - composite(frame, alpha, background)).max() <= 1


def test_another_background_needs_no_other_plan() -> None:
    frame, alpha, background = scene()
    plan = plan_still(frame, alpha)
    for other in (background[::-1].copy(), np.full_like(background, 255)):
        made = composite_still(frame, plan, other).astype(int)
        assert np.abs(made - composite(frame, alpha, other)).max() <= 1


def test_inside_are_the_newest_pixels_and_outside_the_background() -> None:
    frame, alpha, background = scene()
    plan = plan_still(frame, alpha)
    newest = np.roll(frame, 40, axis=1)
    made = composite_still(newest, plan, background)
    assert np.array_equal(made[alpha == 1], newest[alpha == 1])
    assert np.abs(made[alpha == 0].astype(int) - background[alpha == 0]).max() <= 1


def test_noise_at_the_edge_is_the_newest_too() -> None:
    frame, alpha, background = scene()
    noise = np.random.default_rng(2).normal(0, 4, frame.shape)
    newest = np.clip(frame + noise, 0, 255).astype(np.uint8)
    made = composite_still(newest, plan_still(frame, alpha), background).astype(int)
    fresh = composite(newest, alpha, background)
    assert np.abs(made - fresh).mean() < 0.1
    assert np.abs(made - fresh).max() < 12


def test_nobody_and_everybody() -> None:
    frame, alpha, background = scene()
    nobody = composite_still(frame, plan_still(frame, np.zeros_like(alpha)), background)
    assert np.array_equal(nobody, background)
    all_of_it = composite_still(frame, plan_still(frame, np.ones_like(alpha)), background)
    assert np.array_equal(all_of_it, frame)


def test_another_size_is_refused() -> None:
    frame, alpha, background = scene()
    plan = plan_still(frame, alpha)
    with pytest.raises(ValueError, match="one size"):
        composite_still(frame[:100], plan, background[:100])
    with pytest.raises(ValueError, match="one size"):
        composite_still(frame, plan, background[:100])
