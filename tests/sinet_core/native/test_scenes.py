from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from sinet_core.matte import MatteSettings, MatteState, refine_share
from sinet_core.native.compiled import variants
from sinet_core.native.scenes import Compared, Weights, blended, carried, compared
from sinet_core.smoothing import LEAST_CELLS, NOISE, smooth
from sinet_core.upsampling import at_grid, sizes_of
from tests.sinet_core.native.conftest import demo_frames
from tests.sinet_core.paths import REFERENCE, path
from tests.sinet_core.scenes import network_alpha, scene

GRIDS = [(90, 160), (67, 121), (34, 33), (5, 9), (1, 1), (1, 40), (31, 200)]


def moving(size: tuple[int, int]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pictures and alphas on a grid: waves that drift before noise, and light that changes."""
    rng = np.random.default_rng(0)
    large = rng.integers(0, 255, (12, 18, 3), np.uint8)
    large = cv2.resize(large, (size[1] + 12, size[0] + 12), interpolation=cv2.INTER_CUBIC)
    found = []
    for step in range(5):
        picture = large[step : step + size[0], 2 * step : 2 * step + size[1]].astype(np.int16)
        picture[:, : size[1] // 2] = large[: size[0], : size[1] // 2]
        picture = np.clip(picture + 3 * step + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)
        alpha = np.clip(picture[..., 1] / 90.0 - 0.8 + rng.normal(0, 0.05, size), 0, 1).astype(np.float32)
        found.append((picture, alpha))
    return found


@pytest.mark.parametrize("size", GRIDS)
@pytest.mark.parametrize("steadiness", [0.5, 1.0])
def test_smoothing_is_the_references(variant: str, size: tuple[int, int], steadiness: float) -> None:
    state: MatteState | None = None
    shares = 0
    for picture, alpha in moving(size):
        with path(REFERENCE):
            wanted, wanted_share = smooth(alpha, picture, (640, 360), state, steadiness)
        with path(variant):
            made, share = smooth(alpha, picture, (640, 360), state, steadiness)
        assert np.abs(made.scene - wanted.scene).max() < 2e-3
        assert (share is None) == (wanted_share is None)
        if share is not None and wanted_share is not None:
            shares += 1
            assert np.abs(share - wanted_share).max() < 1e-3
        state = wanted
    assert shares or min(size) < LEAST_CELLS


def test_a_real_clip_stays_together(variant: str) -> None:
    """Each way carries its own state: what they differ by must not add up."""
    frames = demo_frames()
    _, truth = scene()
    states: dict[str, MatteState | None] = {REFERENCE: None, variant: None}
    low = network_alpha(truth, (192, 320))
    for index, frame in enumerate(frames):
        sizes, shares = sizes_of(frame), []
        alpha = np.roll(low, 2 * index, axis=1)
        for way, state in states.items():
            with path(way):
                share, states[way] = refine_share(alpha, sizes, state, MatteSettings())
            shares.append(share.astype(int))
        error = np.abs(shares[0] - shares[1])
        assert error.max() <= 3
        assert error.mean() < 1e-3


def test_a_cut_starts_anew_as_it_does_with_the_reference(variant: str) -> None:
    picture, alpha = moving((90, 160))[0]
    other = np.random.default_rng(3).integers(0, 255, picture.shape, np.uint8)
    with path(variant):
        state, _ = smooth(alpha, picture, (640, 360), None, 0.5)
        after, share = smooth(alpha, other, (640, 360), state, 0.5)
    assert share is None
    assert np.array_equal(after.scene[..., :3], other)


def test_nothing_that_was_given_is_written(variant: str) -> None:
    (picture, alpha), (after, _) = moving((90, 160))[:2]
    with path(variant):
        state, _ = smooth(alpha, picture, (640, 360), None, 0.5)
        kept = [np.copy(array) for array in (after, alpha, state.scene, state.light)]
        smooth(alpha, after, (640, 360), state, 0.5)
    for array, before in zip((after, alpha, state.scene, state.light), kept, strict=True):
        assert np.array_equal(array, before)


def test_a_flow_of_no_numbers_moves_nothing_and_reads_nothing_beyond(variant: str) -> None:
    found = next(kernels for kernels in variants() if kernels.name == variant)
    old = np.random.default_rng(0).random((20, 30, 4), np.float32)
    change = np.full((20, 30), 99, np.float32)
    for value in (np.nan, np.inf, -np.inf, 1e30, -1e30):
        moved = carried(found, old, np.full((10, 12, 2), value, np.float32), change, (5, 6), 1.0, 0.15)
        assert np.isfinite(moved).all()
        assert moved.min() >= 0
        assert moved.max() <= 1


def test_what_does_not_fit_is_refused(variant: str) -> None:
    found = next(kernels for kernels in variants() if kernels.name == variant)
    picture, alpha = moving((20, 30))[0]
    old = np.zeros((20, 30, 4), np.float32)
    new = compared(found, picture, alpha, old, NOISE)
    flow = np.zeros((10, 12, 2), np.float32)
    weights = Weights(4.0, 24.0, 0.3, 0.8, 0.2, 0.1)
    blended(found, new, old, alpha, weights)
    carried(found, old, flow, new.change, (10, 18), 1.0, 0.15)
    with pytest.raises(ValueError):
        compared(found, picture, alpha[1:], old, NOISE)
    with pytest.raises(ValueError):
        compared(found, picture, alpha, old[..., :3], NOISE)
    with pytest.raises(ValueError):
        carried(found, old, flow, new.change, (11, 18), 1.0, 0.15)
    with pytest.raises(ValueError):
        carried(found, old, flow.astype(np.float64), new.change, (0, 0), 1.0, 0.15)
    with pytest.raises(ValueError):
        carried(found, old[1:], flow, new.change, (0, 0), 1.0, 0.15)
    with pytest.raises(ValueError):
        blended(found, new, old, alpha[:, 1:], weights)
    with pytest.raises(ValueError):
        blended(found, Compared(new.fresh, new.change[1:], *new[2:]), old, alpha, weights)


def test_steadiness_zero_takes_every_alpha_as_it_is(variant: str) -> None:
    frame, truth = scene()
    settings = replace(MatteSettings(), steadiness=0.0)
    with path(variant):
        _, state = refine_share(network_alpha(truth), sizes_of(frame), None, settings)
        _, state = refine_share(network_alpha(truth), sizes_of(frame), state, settings)
    assert np.array_equal(state.alpha, at_grid(network_alpha(truth), (90, 160)))
