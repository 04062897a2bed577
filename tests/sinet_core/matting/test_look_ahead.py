from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sinet_core.matting.look_ahead import REACH, LookAheadState, refine_ahead, rest
from sinet_core.matting.matte import refine_alpha8
from sinet_core.matting.settings import MatteSettings
from sinet_core.pyramid import Sizes, finer, sizes_of
from tests.sinet_core.scenes import mixed, network_alpha, person_alpha, scene, textured

DEFAULT = MatteSettings()
PERSON, ROOM = textured((60, 80, 150)), textured((190, 170, 160), seed=1)

Take = list[tuple[np.ndarray, np.ndarray]]
"""Of every frame: the frame, and the alpha of its network."""


def ahead(frames: Take, settings: MatteSettings = DEFAULT) -> list[np.ndarray]:
    state: LookAheadState | None = None
    out = []
    for frame, alpha in frames:
        ready, state = refine_ahead(alpha, sizes_of(frame), state, settings)
        out += [] if ready is None else [ready]
        assert len(state.waiting) <= REACH
        assert len(state.seen) <= 2 * REACH + 1
    return [*out, *rest(state)]


def live(frames: Take) -> list[np.ndarray]:
    state = None
    out = []
    for frame, alpha in frames:
        ready, state = refine_alpha8(alpha, sizes_of(frame), state, DEFAULT)
        out.append(ready)
    return out


def walking(count: int, pixels: int, *, noise: float = 0.0) -> tuple[Take, list[np.ndarray]]:
    """(a take of somebody who moves aside by this many pixels per frame, its true alphas)."""
    rng = np.random.default_rng(0)
    truths = [person_alpha(shift=pixels * index) for index in range(count)]
    alphas = [network_alpha(truth) for truth in truths]
    doubted = [np.clip(each + rng.normal(0, noise, each.shape), 0, 1).astype(np.float32) for each in alphas]
    return [(mixed(PERSON, truth, ROOM), alpha) for truth, alpha in zip(truths, doubted, strict=True)], truths


def off(alpha: np.ndarray, truth: np.ndarray) -> float:
    return float(np.abs(alpha / np.float32(255) - truth).mean())


def trembling(alphas: list[np.ndarray]) -> float:
    return float(np.mean([np.abs(a.astype(np.float32) - b).mean() for a, b in pairwise(alphas)]))


@pytest.mark.parametrize("count", [1, REACH, REACH + 1, REACH + 5])
def test_every_frame_gets_its_alpha_and_the_last_ones_are_not_forgotten(count: int) -> None:
    frames, truths = walking(count, 8)
    alphas = ahead(frames)
    assert len(alphas) == count
    for index, alpha in enumerate(alphas):
        assert alpha.dtype == np.uint8
        mistakes = [off(alpha, truth) for truth in truths]
        assert mistakes.index(min(mistakes)) == index  # no other frame's is closer


def test_without_frames_there_are_no_alphas() -> None:
    assert list(rest(None)) == []


def test_a_network_that_changes_its_mind_trembles_less_than_half_as_much_as_live() -> None:
    frames, _ = walking(20, 0, noise=0.2)
    assert trembling(ahead(frames)[8:]) < 0.5 * trembling(live(frames)[8:])


def test_somebody_who_moves_is_averaged_along_the_way_and_leaves_nothing_behind() -> None:
    frames, truths = walking(20, 4, noise=0.15)
    assert sum(map(off, ahead(frames), truths)) < sum(map(off, live(frames), truths))


def test_a_cut_is_not_smoothed_over() -> None:
    left, right = scene(-150), scene(150)
    dark = (right[0] // 3, right[1])
    takes: Take = [(frame, network_alpha(truth)) for frame, truth in [left] * 6 + [dark] * 6]
    alphas = ahead(takes)
    alone = ahead(takes[:6]) + ahead(takes[6:])
    assert max(np.abs(a.astype(int) - b).max() for a, b in zip(alphas, alone, strict=True)) <= 1


def test_another_size_in_the_middle_is_a_cut() -> None:
    frame, truth = scene()
    takes: Take = [(frame, network_alpha(truth))] * 4
    small: Take = [(np.ascontiguousarray(frame[::2, ::2]), network_alpha(truth))] * 4
    assert [alpha.shape for alpha in ahead(takes + small)] == [(360, 640)] * 4 + [(180, 320)] * 4


def test_without_steadiness_every_alpha_is_its_own() -> None:
    frames, _ = walking(6, 0, noise=0.2)
    still = MatteSettings(steadiness=0.0)
    alone = [alpha for each in frames for alpha in ahead([each], still)]
    for alpha, own in zip(ahead(frames, still), alone, strict=True):
        assert np.array_equal(alpha, own)


def test_a_network_that_answers_with_no_numbers_has_found_nobody() -> None:
    frames, _ = walking(3, 0)
    frames[1] = (frames[1][0], np.full((224, 224), np.nan, np.float32))
    assert all(np.isfinite(alpha).all() for alpha in ahead(frames))


def test_an_invalid_alpha_is_refused() -> None:
    with pytest.raises(ValueError, match="HxW float32"):
        refine_ahead(np.zeros((4, 4), np.uint8), sizes_of(scene()[0]), None, DEFAULT)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(1280, 720), (1283, 723), (640, 360), (320, 240), (100, 60), (33, 17), (3, 2)])
def test_finer_sizes_fit_the_kernels_at_every_size(size: tuple[int, int]) -> None:
    frame = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), np.uint8)
    coarse = sizes_of(frame)
    sizes = finer(coarse, frame)
    assert sizes.step == max(1, coarse.step // 2)
    assert sizes.grid.shape[0] == max(1, size[1] // sizes.step)

    def through(what: Sizes) -> np.ndarray:
        _, state = refine_ahead(np.full((32, 32), 1.0, np.float32), what, None, DEFAULT)
        return next(iter(rest(state)))

    assert through(sizes).shape == size[::-1]
    assert (through(sizes) == 255).all()
