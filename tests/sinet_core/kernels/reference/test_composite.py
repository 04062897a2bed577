from __future__ import annotations

import numpy as np
import pytest

from sinet_core.kernels.interface import Target
from sinet_core.kernels.reference.composite import composite, plan

RNG = np.random.default_rng(5)
SHAPE = (70, 130)


def scene() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    frame, background = RNG.integers(0, 256, (2, *SHAPE, 3), np.uint8)
    ramp = np.clip((80 - np.arange(SHAPE[1])) * 16, 0, 255).astype(np.uint8)
    return frame, np.ascontiguousarray(np.broadcast_to(ramp, SHAPE)), background


def test_sure_pixels_are_exact_whatever_the_canvas_held() -> None:
    frame, alpha8, background = scene()
    out = RNG.integers(0, 256, frame.shape, np.uint8)
    assert composite(frame, alpha8, background, grid=None, target=Target(out)) is None
    assert np.array_equal(out[alpha8 == 255], frame[alpha8 == 255])
    assert np.array_equal(out[alpha8 == 0], background[alpha8 == 0])


def test_a_plan_joined_with_its_own_frame_is_the_composite() -> None:
    frame, alpha8, background = scene()
    direct, planned = np.zeros_like(frame), np.zeros_like(frame)
    composite(frame, alpha8, background, grid=None, target=Target(direct))
    plan(frame, alpha8, grid=None).join(frame, background, Target(planned))
    assert np.array_equal(planned, direct)


def test_without_a_background_only_mixed_pixels_change() -> None:
    frame, alpha8, _ = scene()
    out = np.zeros_like(frame)
    composite(frame, alpha8, None, grid=None, target=Target(out))
    sure = (alpha8 == 0) | (alpha8 == 255)
    assert np.array_equal(out[sure], frame[sure])
    assert not np.array_equal(out, frame)


def test_sizes_that_differ_are_refused() -> None:
    frame, alpha8, background = scene()
    out = np.zeros_like(frame)
    with pytest.raises(ValueError, match="frame and alpha8"):
        composite(frame, alpha8[:-1], background, grid=None, target=Target(out))
    with pytest.raises(ValueError, match="background"):
        composite(frame, alpha8, background[:-1], grid=None, target=Target(out))
    with pytest.raises(ValueError, match="frame and plan"):
        plan(frame, alpha8, grid=None).join(frame[:-1], background, Target(out))
