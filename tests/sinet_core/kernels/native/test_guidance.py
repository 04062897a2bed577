from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sinet_core.arrays import Image
from sinet_core.kernels.interface import Guided
from sinet_core.matting.upsampling import enlarge, guide
from sinet_core.pyramid import Sizes, sizes_of
from tests.sinet_core.backends import REFERENCE, native, path
from tests.sinet_core.kernels.native.conftest import demo_frames

SIZES = [(360, 640), (359, 641), (480, 854), (719, 1283), (1080, 1920), (9, 17), (1, 1), (5, 7), (300, 16), (241, 242)]
STRETCH = [(0.15, 0.85), (0.02, 0.3)]


def waves(size: tuple[int, int], seed: int, soft: float = 2.0) -> np.ndarray:
    """Smooth random values 0..1 with whole regions of 0 and 1, HxW float32."""
    coarse = np.random.default_rng(seed).random((7, 9), np.float32)
    large = cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip((large - 0.5) * 8 / soft + 0.5, 0, 1), np.float32)


def picture(size: tuple[int, int]) -> Image:
    channels = [waves(size, seed, 8.0) * 255 for seed in (5, 6, 7)]
    grain = np.random.default_rng(8).normal(0, 6, (*size, 3))
    return np.asarray(np.clip(np.dstack(channels) + grain, 0, 255), np.uint8)


def work(size: tuple[int, int], held: bool) -> tuple[np.ndarray, Sizes, np.ndarray | None, np.ndarray | None]:
    """The arguments of guide for a frame of that size."""
    sizes = sizes_of(picture(size))
    cells = sizes.grid.shape[:2]
    before, share = (waves(sizes.fine.shape[:2], 2), waves(cells, 3)) if held else (None, None)
    return waves(cells, 1), sizes, before, share


def agree(made: Guided, wanted: Guided) -> None:
    assert np.abs(made.plane - wanted.plane).max() < 1e-4
    assert np.array_equal(made.sure, wanted.sure)
    assert np.array_equal(made.near > 0, wanted.near > 0)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("held", [False, True], ids=["at the start", "held"])
def test_an_alpha_along_edges_is_the_references(variant: str, size: tuple[int, int], held: bool) -> None:
    task = work(size, held)
    with path(REFERENCE):
        wanted = guide(*task)
        pictures = [enlarge(wanted, task[1], levels) for levels in STRETCH]
    with path(variant):
        made = guide(*task)
        agree(made, wanted)
        for levels, large in zip(STRETCH, pictures, strict=True):
            error = np.abs(enlarge(wanted, task[1], levels).astype(int) - large)
            assert error.max() <= 1
            assert error.mean() < 0.01


@pytest.mark.large
def test_a_frame_of_2160_lines_too(variant: str) -> None:
    sizes = Sizes((2160, 3840), 16, picture((540, 960)), picture((135, 240)))
    with path(REFERENCE):
        wanted = guide(waves((135, 240), 1), sizes, None, None)
        large = enlarge(wanted, sizes, STRETCH[0])
    with path(variant):
        assert np.abs(enlarge(wanted, sizes, STRETCH[0]).astype(int) - large).max() <= 1


def test_a_real_frame_too(variant: str) -> None:
    sizes = sizes_of(demo_frames()[0])
    alpha = waves(sizes.grid.shape[:2], 4)
    with path(REFERENCE):
        wanted = guide(alpha, sizes, None, None)
    with path(variant):
        agree(guide(alpha, sizes, None, None), wanted)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sure_is_exact(variant: str, size: tuple[int, int]) -> None:
    alpha, sizes, before, share = work(size, held=True)
    with path(variant):
        made = guide(alpha, sizes, before, share)
        large = enlarge(made, sizes, STRETCH[1])
    whole = np.s_[: sizes.grid.shape[0] * sizes.step, : sizes.grid.shape[1] * sizes.step]
    sure = np.kron(made.near == 0, np.ones((sizes.step, sizes.step), np.bool_))
    value = np.kron(made.sure, np.ones((sizes.step, sizes.step), np.uint8))
    assert np.array_equal(large[whole][sure], value[sure])


def test_no_number_is_nobody(variant: str) -> None:
    alpha, sizes, _, _ = work((360, 640), held=False)
    alpha[:] = np.nan
    with path(variant):
        assert not enlarge(guide(alpha, sizes, None, None), sizes, STRETCH[0]).any()


def test_nothing_that_was_given_is_written(variant: str) -> None:
    alpha, sizes, before, share = work((359, 641), held=True)
    assert before is not None
    assert share is not None
    given: list[NDArray[Any]] = [alpha, sizes.fine, sizes.grid, before, share]
    kept = [np.copy(array) for array in given]
    with path(variant):
        made = guide(alpha, sizes, before, share)
        kept.append(made.plane.copy())
        enlarge(made, sizes, STRETCH[0])
    for array, was in zip([*given, made.plane], kept, strict=True):
        assert np.array_equal(array, was)


FITTING = Sizes((180, 320), 8, np.zeros((90, 160, 3), np.uint8), np.zeros((22, 40, 3), np.uint8))
WRONG = [
    {"alpha": np.zeros((22, 40), np.float64)},
    {"alpha": np.zeros((23, 40), np.float32)},
    {"sizes": replace(FITTING, fine=np.zeros((92, 160, 3), np.uint8))},
    {"sizes": replace(FITTING, fine=np.zeros((90, 160), np.uint8))},
    {"sizes": replace(FITTING, grid=np.zeros((22, 41, 3), np.uint8))},
    {"sizes": replace(FITTING, step=2)},
    {"before": None},
    {"before": np.zeros((90, 161), np.float32)},
    {"weight": np.zeros((22, 40), np.uint8)},
    {"weight": np.zeros((90, 160), np.float32)},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_is_refused(variant: str, wrong: dict[str, object]) -> None:
    cells, before = np.zeros((22, 40), np.float32), np.zeros((90, 160), np.float32)
    task: dict[str, Any] = {"alpha": cells, "sizes": FITTING, "before": before, "weight": cells}
    native(variant).guide(**task)
    with pytest.raises(ValueError):
        native(variant).guide(**task | wrong)


SURE = np.zeros((22, 40), np.uint8)
ALONG = Guided(np.zeros((90, 160), np.float32), SURE, SURE)
WRONG_LARGE = [
    {"along": replace(ALONG, plane=np.zeros((90, 160), np.uint8))},
    {"along": replace(ALONG, plane=np.zeros((91, 160), np.float32))},
    {"along": replace(ALONG, sure=np.zeros((22, 39), np.uint8))},
    {"along": replace(ALONG, near=np.zeros((22, 40), np.bool_))},
    {"sizes": replace(FITTING, size=(180, 322))},
    {"sizes": replace(FITTING, step=2)},
    {"sizes": replace(FITTING, step=1024)},
    {"levels": (0.5, 0.5)},
]


@pytest.mark.parametrize("wrong", WRONG_LARGE)
def test_what_cannot_be_enlarged_is_refused(variant: str, wrong: dict[str, object]) -> None:
    task: dict[str, Any] = {"along": ALONG, "sizes": replace(FITTING, size=(181, 321)), "levels": (0.1, 0.9)}
    assert native(variant).enlarge(**task).shape == (181, 321)
    with pytest.raises(ValueError):
        native(variant).enlarge(**task | wrong)
