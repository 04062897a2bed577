from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from sinet_core.arrays import Alpha8, Image, alpha_bytes
from sinet_core.compositing.composite import composite, cut_out
from sinet_core.compositing.edge_colors import clean_foreground
from sinet_core.compositing.still import composite_still, plan_still
from sinet_core.kernels.interface import Target
from sinet_core.kernels.native.composite import NativePlan
from sinet_core.pyramid import sizes_of
from tests.sinet_core.backends import REFERENCE, native, path
from tests.sinet_core.kernels.native.conftest import demo_frames
from tests.sinet_core.scenes import person_alpha, scene

SIZES = [(360, 640), (359, 641), (480, 854), (719, 1283), (1080, 1920), (9, 17), (1, 1), (3, 2001), (300, 16)]


def noisy(size: tuple[int, int], seed: int = 0) -> tuple[Image, Alpha8, Image]:
    """Noise as frame, alpha and background; the alpha has whole regions, soft edges and stray pixels."""
    rng = np.random.default_rng(seed)
    frame, background = rng.integers(0, 256, (2, *size, 3), np.uint8)
    share = alpha_bytes(person_alpha((size[1], size[0])))
    stray = rng.random(size) > 0.999
    share[stray] = rng.integers(0, 256, int(stray.sum()))
    share[-1, -1] = 128
    return frame, share, background


def difference(first: Image, second: Image) -> np.ndarray:
    return np.abs(first.astype(int) - second)


@pytest.mark.parametrize("size", SIZES)
def test_a_composite_is_within_a_level_of_the_reference(variant: str, size: tuple[int, int]) -> None:
    frame, share, background = noisy(size)
    with path(REFERENCE):
        wanted, clean, cut = composite(frame, share, background), clean_foreground(frame, share), cut_out(frame, share)
    with path(variant):
        assert difference(composite(frame, share, background), wanted).max() <= 1
        assert difference(clean_foreground(frame, share), clean).max() <= 1
        assert difference(cut_out(frame, share), cut).max() <= 1


@pytest.mark.large
def test_real_frames_are_composed_as_by_the_reference(variant: str) -> None:
    frame = demo_frames()[0]
    behind = np.asarray(cv2.resize(noisy((9, 16))[0], (1280, 720), interpolation=cv2.INTER_CUBIC), np.uint8)
    share = alpha_bytes(np.asarray(cv2.GaussianBlur(person_alpha((1280, 720)), (0, 0), 5), np.float32))
    for light_wrap in (0.0, 0.5):
        with path(REFERENCE):
            wanted = composite(frame, share, behind, light_wrap=light_wrap)
        with path(variant):
            error = difference(composite(frame, share, behind, light_wrap=light_wrap), wanted)
        assert error.max() <= 1 + light_wrap
        assert error.mean() < 0.01


@pytest.mark.parametrize("size", [(360, 640), (719, 1283), (9, 17)])
def test_with_the_frames_grid_it_is_the_references_as_well(variant: str, size: tuple[int, int]) -> None:
    frame, share, background = noisy(size)
    frame = np.asarray(cv2.GaussianBlur(frame, (0, 0), 3), np.uint8)
    with path(REFERENCE):
        sizes = sizes_of(frame)
        wanted = composite(frame, share, background, sizes=sizes)
        plain = composite(frame, share, background)
    with path(variant):
        made = composite(frame, share, background, sizes=sizes_of(frame))
        still = composite_still(frame, plan_still(frame, share, sizes_of(frame)), background)
    assert difference(made, wanted).max() <= 1
    assert np.array_equal(made, still)
    assert difference(made, plain).mean() < 1


@pytest.mark.parametrize("size", SIZES)
def test_sure_pixels_are_exact(variant: str, size: tuple[int, int]) -> None:
    frame, share, background = noisy(size, seed=1)
    with path(variant):
        made = composite(frame, share, background)
        clean = clean_foreground(frame, share)
    assert np.array_equal(made[share == 255], frame[share == 255])
    assert np.array_equal(made[share == 0], background[share == 0])
    sure = (share == 0) | (share == 255)
    assert np.array_equal(clean[sure], frame[sure])


@pytest.mark.parametrize("level", [1, 60, 254])
def test_a_veil_without_a_pure_pixel_anywhere_is_the_references(variant: str, level: int) -> None:
    frame, _, background = noisy((180, 320))
    share = np.full((180, 320), level, np.uint8)
    with path(REFERENCE):
        wanted = composite(frame, share, background)
    with path(variant):
        assert difference(composite(frame, share, background), wanted).max() <= 1


def test_no_number_is_nobody(variant: str) -> None:
    frame, alpha = scene()
    alpha[alpha < 1] = np.nan
    background = np.full_like(frame, 7)
    with path(variant):
        assert (composite(frame, alpha, background)[np.isnan(alpha)] == 7).all()


def test_nothing_but_the_result_is_written(variant: str) -> None:
    frame, share, background = noisy((359, 641))
    kept = [array.copy() for array in (frame, share, background)]
    with path(variant):
        composite(frame, share, background)
        clean_foreground(frame, share)
    for array, before in zip((frame, share, background), kept, strict=True):
        assert np.array_equal(array, before)


def test_views_are_the_same_as_copies(variant: str) -> None:
    frame, share, background = noisy((360, 640))
    views = [array[:, ::-1] for array in (frame, share, background)]
    with path(variant):
        assert np.array_equal(composite(*views), composite(*(view.copy() for view in views)))


def test_a_view_of_a_small_frame_is_its_own_grid(variant: str) -> None:
    frame, share, background = (array[:, ::-1] for array in noisy((90, 160)))
    with path(variant):
        made = composite(frame, share, background, sizes=sizes_of(frame))
        assert np.array_equal(made, composite(frame.copy(), share, background, sizes=sizes_of(frame.copy())))
        plan_still(frame, share, sizes_of(frame))


def test_a_plan_joined_with_its_frame_is_the_composite(variant: str) -> None:
    frame, share, background = noisy((359, 641))
    wanted, made = (Target(np.empty(frame.shape, np.uint8)) for _ in range(2))
    plan = native(variant).plan(frame, share, grid=None)
    assert isinstance(plan, NativePlan)
    kinds = native(variant).composite(frame, share, background, grid=None, target=wanted)
    assert kinds is not None
    assert np.array_equal(plan.join(frame, background, made), kinds)
    assert np.array_equal(made.out, wanted.out)
    for array in (plan.kinds, plan.fields):
        assert not array.flags.writeable
    unfit: list[Any] = [frame[:-1], frame.astype(np.float32)]
    for wrong in unfit:
        with pytest.raises(ValueError):
            plan.join(wrong, background, made)
        with pytest.raises(ValueError):
            plan.join(frame, wrong, made)


def read_only(picture: Image) -> Image:
    picture.flags.writeable = False
    return picture


WRONG = [
    {"frame": np.zeros((30, 40, 3), np.float32)},
    {"frame": np.zeros((30, 39, 3), np.uint8)},
    {"alpha8": np.zeros((30, 40), np.float32)},
    {"alpha8": np.zeros((30, 40, 1), np.uint8)},
    {"background": np.zeros((29, 40, 3), np.uint8)},
    {"background": np.zeros((30, 40), np.uint8)},
    {"grid": np.zeros((30, 41, 3), np.uint8)},
    {"target": Target(np.empty((30, 39, 3), np.uint8))},
    {"target": Target(read_only(np.empty((30, 40, 3), np.uint8)))},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_is_refused_before_any_pixel_is_touched(variant: str, wrong: dict[str, object]) -> None:
    frame, share, background = noisy((30, 40))
    task: dict[str, Any] = {"frame": frame, "alpha8": share, "background": background, "grid": frame}
    task["target"] = Target(frame.copy())
    native(variant).composite(**task)
    with pytest.raises(ValueError):
        native(variant).composite(**task | wrong)
    if wrong.keys() & {"frame", "alpha8", "grid"}:
        given = {name: task[name] for name in ("frame", "alpha8", "grid")}
        with pytest.raises(ValueError):
            native(variant).plan(**given | wrong)
