from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sinet_core.arrays import Image
from sinet_core.kernels.reference.motion_gate import light_of
from sinet_core.matting.motion_gate import GateState, compare, detect_motion, glimpse
from tests.sinet_core.backends import REFERENCE, native, path
from tests.sinet_core.kernels.native.conftest import demo_frames

SIZES = [(360, 640), (359, 641), (480, 854), (719, 1283), (1080, 1920), (2160, 3840), (90, 160), (9, 17), (1, 1),
         (3, 2001), (300, 16), (200, 400)]  # fmt: skip


def room(size: tuple[int, int], seed: int = 0, gain: float = 1.0) -> Image:
    """Shades from dark to bright with sensor noise, in light scaled by gain."""
    rng = np.random.default_rng(seed)
    shades = np.linspace(30, 180, size[1], dtype=np.float32)[:, None] + np.array((0, 15, 30), np.float32)
    return np.asarray(np.clip(gain * (shades + rng.normal(0, 4, (*size, 3))), 0, 255), np.uint8)


@pytest.mark.parametrize("size", SIZES)
def test_a_glimpse_is_the_references(variant: str, size: tuple[int, int]) -> None:
    frame = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    with path(REFERENCE):
        wanted = glimpse(frame)
    with path(variant):
        assert np.array_equal(glimpse(frame), wanted)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("gain", [1.0, 1.05, 0.7])
def test_the_kernel_sees_what_the_reference_sees(variant: str, size: tuple[int, int], gain: float) -> None:
    before, now = room(size), room(size, 1, gain)
    with path(REFERENCE):
        looked = glimpse(before)
        wanted = compare(now, looked)
        light = light_of(looked, wanted.picture)
    with path(variant):
        seen = compare(now, looked)
    assert np.array_equal(seen.picture, wanted.picture)
    assert seen.steady == wanted.steady
    assert np.allclose((seen.most, seen.middle), (wanted.most, wanted.middle), atol=1e-3)
    numbers = native(variant).watch(now, looked).numbers
    assert numbers is not None
    assert np.allclose(numbers[:6], np.concatenate(light), atol=1e-4)
    if min(size) >= 90:
        assert seen.steady == (gain != 0.7)


@pytest.mark.large
def test_the_gate_says_of_a_real_clip_what_the_reference_says(variant: str) -> None:
    frames = demo_frames()[:4] + [demo_frames()[4]] * 14 + demo_frames()[5:8] + [demo_frames()[8]] * 12
    rng = np.random.default_rng(2)
    noisy = [np.clip(frame + rng.normal(0, 2, frame.shape), 0, 255).astype(np.uint8) for frame in frames]
    said: dict[str, list[tuple[str, float]]] = {}
    for name in (REFERENCE, variant):
        state: GateState | None = None
        said[name] = []
        with path(name):
            for index, frame in enumerate(noisy):
                verdict, state = detect_motion(frame, index / 30, state)
                said[name].append((verdict, round(state.noise or 0, 3)))
    assert said[variant] == said[REFERENCE]
    assert {verdict for verdict, _ in said[variant]} >= {"moved", "still"}


def test_nothing_but_the_result_is_written_and_views_will_do(variant: str) -> None:
    frame, looked = room((360, 640)), room((90, 160), 3)
    kept = frame.copy(), looked.copy()
    with path(variant):
        seen, turned = compare(frame, looked), compare(frame[:, ::-1], looked[:, ::-1])
        copied = compare(frame[:, ::-1].copy(), looked[:, ::-1].copy())
    assert np.array_equal(frame, kept[0])
    assert np.array_equal(looked, kept[1])
    assert np.array_equal(turned.picture, copied.picture)
    assert turned[1:] == copied[1:]
    assert not np.array_equal(turned.picture, seen.picture)


WRONG = [
    ("frame", np.zeros((360, 640, 3), np.float32)),
    ("frame", np.zeros((360, 640), np.uint8)),
    ("looked", np.zeros((90, 159, 3), np.uint8)),
    ("looked", np.zeros((90, 160, 3), np.float32)),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_does_not_fit_is_refused(variant: str, name: str, value: object) -> None:
    arguments: dict[str, Any] = {"frame": room((360, 640)), "looked": room((90, 160))}
    native(variant).watch(**arguments)
    with pytest.raises(ValueError):
        native(variant).watch(**arguments | {name: value})
