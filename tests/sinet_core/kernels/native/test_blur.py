from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from sinet_core.arrays import Alpha8, Image, alpha_bytes
from sinet_core.compositing.blur import blur_room
from sinet_core.kernels.native.blur import gaussian
from sinet_core.pyramid import sizes_of
from tests.sinet_core.backends import REFERENCE, native, path
from tests.sinet_core.kernels.native.conftest import demo_frames
from tests.sinet_core.scenes import person_alpha

SIZES = [(360, 640), (480, 854), (719, 1283), (1080, 1920), (1440, 2560), (300, 90), (90, 300), (61, 37)]


def shown(size: tuple[int, int]) -> tuple[Image, Alpha8]:
    """A real frame of that size, with somebody in it."""
    frame = cv2.resize(demo_frames()[0], (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(frame, np.uint8), alpha_bytes(person_alpha((size[1], size[0])))


@pytest.mark.parametrize("strength", [0, 50, 100])
@pytest.mark.parametrize("size", SIZES)
def test_where_the_room_is_seen_it_is_the_references(variant: str, size: tuple[int, int], strength: int) -> None:
    frame, share = shown(size)
    with path(REFERENCE):
        wanted = blur_room(frame, share, strength).astype(int)
    with path(variant):
        made = blur_room(frame, share, strength).astype(int)
    # Cells that do not divide the frame are stretched there, which matters in an image of a hundred pixels.
    error = np.abs(made - wanted)[share < 64]
    small = min(size) < 100
    assert error.mean() < (2.5 if small else 1)
    assert np.percentile(error, 99.9) <= (24 if small else 12)


def test_known_sizes_bring_the_same(variant: str) -> None:
    frame, share = shown((720, 1280))
    with path(variant):
        assert np.array_equal(blur_room(frame, share, 50), blur_room(frame, share, 50, sizes_of(frame)))


@pytest.mark.parametrize("size", [(360, 640), (719, 1283), (61, 37)])
def test_a_plain_room_stays_plain_whoever_stands_in_it(variant: str, size: tuple[int, int]) -> None:
    _, share = shown(size)
    frame = np.full((*size, 3), (30, 140, 250), np.uint8)
    frame[share > 127] = (255, 0, 0)
    with path(variant):
        made = blur_room(frame, share, 50).astype(int)
    assert np.abs(made - (30, 140, 250)).max() <= 4


@pytest.mark.large
def test_neighbouring_pixels_hardly_differ(variant: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (1080, 1920, 3), np.uint8)
    with path(variant):
        made = blur_room(noise, np.zeros((1080, 1920), np.uint8), 100).astype(int)
    assert np.abs(np.diff(made, axis=0)).max() <= 1
    assert np.abs(np.diff(made, axis=1)).max() <= 1
    assert abs(made.mean() - 127.5) < 1


def test_nothing_but_the_result_is_written(variant: str) -> None:
    frame, share = shown((359, 641))
    kept = frame.copy(), share.copy()
    with path(variant):
        blur_room(frame, share, 30)
    assert np.array_equal(frame, kept[0])
    assert np.array_equal(share, kept[1])


def test_weights_are_a_gaussian() -> None:
    weights = gaussian(3.0)
    assert len(weights) % 2 == 1
    assert weights.sum() == pytest.approx(1, abs=1e-6)
    assert weights[len(weights) // 2 + 3] / weights[len(weights) // 2] == pytest.approx(np.exp(-0.5), abs=1e-5)


@pytest.mark.parametrize("size", [(1, 1), (4, 400), (400, 4), (17, 3)])
def test_what_is_too_small_is_left_to_the_reference(variant: str, size: tuple[int, int]) -> None:
    frame, share = shown(size)
    with path(REFERENCE):
        wanted = blur_room(frame, share, 100)
    with path(variant):
        assert np.abs(blur_room(frame, share, 100).astype(int) - wanted).max() <= 18


WRONG = [
    {"image": np.zeros((360, 640, 3), np.float32)},
    {"image": np.zeros((360, 641, 3), np.uint8)},
    {"alpha8": np.zeros((360, 640), np.float32)},
    {"sizes": sizes_of(np.zeros((320, 640, 3), np.uint8))},
    {"sigma": 0.0},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_is_refused(variant: str, wrong: dict[str, object]) -> None:
    frame, share = shown((360, 640))
    fits: dict[str, Any] = {"sizes": sizes_of(frame), "image": frame, "alpha8": share, "sigma": 9.0, "halvings": 2}
    assert native(variant).blur(**fits).shape == (360, 640, 3)
    with pytest.raises(ValueError):
        native(variant).blur(**{**fits, **wrong})
