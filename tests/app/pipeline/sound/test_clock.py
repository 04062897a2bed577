import numpy as np
import pytest

from app.pipeline.sound.clock import SampleClock

RATE, PIECE = 48_000, 960


def errors(ppm: float, jitter_s: float, seconds: int) -> np.ndarray:
    """Reported minus true time of each piece, seconds; each arrives late by up to jitter_s."""
    rng, clock = np.random.default_rng(1), SampleClock(RATE)
    found, arrived = [], 0.0
    for number in range(seconds * 50):
        true = number * PIECE / (RATE * (1 + ppm * 1e-6))
        arrived = max(arrived, true + PIECE / RATE + rng.exponential(jitter_s))
        found.append(clock.time_of(arrived, PIECE) - true)
    return np.array(found)


@pytest.mark.parametrize("ppm", [-200, 0, 200])
def test_jitter_and_a_clock_that_is_off_are_tolerated(ppm: float) -> None:
    found = errors(ppm, 0.01, 60)
    assert np.abs(found[100:]).max() < 0.004
    assert np.abs(np.diff(found[100:])).max() < 0.002


def test_a_stall_moves_nothing() -> None:
    clock = SampleClock(RATE)
    for number in range(200):
        clock.time_of(10 + (number + 1) / 50, PIECE)
    late = [clock.time_of(14.0 + 0.7, PIECE) for _ in range(35)]
    assert late == pytest.approx([14.0 + number / 50 for number in range(35)], abs=1e-6)


def test_lost_samples_are_noticed() -> None:
    clock = SampleClock(RATE)
    for number in range(200):
        clock.time_of(10 + (number + 1) / 50, PIECE)
    after = [clock.time_of(14.5 + (number + 1) / 50, PIECE) for number in range(50)]
    assert after[-1] == pytest.approx(14.5 + 49 / 50, abs=1e-6)
