import numpy as np
import pytest

from app.pipeline.encode.stretching import Stretching
from app.pipeline.sound.chunk import RATE, Samples

PIECE = RATE // 50


def tone(start: int, count: int = PIECE, channels: int = 1) -> Samples:
    wave = 0.5 * np.sin(2 * np.pi * 440 * (start + np.arange(count)) / RATE)
    return np.repeat(wave.astype(np.float32)[None], channels, axis=0)


def stretched(seconds: float, *, drift: float = 0.0, begin: int = 0, channels: int = 1) -> Samples:
    """A tone whose clock deviates by drift."""
    stretching = Stretching(begin)
    pieces = []
    for start in range(0, round(seconds * RATE), PIECE):
        pieces.append(stretching.push(tone(start, channels=channels), begin + round(start * (1 + drift))))
    pieces.append(stretching.finish())
    return np.concatenate(pieces, axis=1)


@pytest.mark.parametrize("channels", [1, 2])
def test_sound_in_step_comes_out_as_it_was_in_stereo(channels: int) -> None:
    sound = stretched(0.5, channels=channels)
    assert sound.dtype == np.float32
    assert sound.shape == (2, RATE // 2)
    assert np.abs(sound[0] - tone(0, RATE // 2)[0]).max() < 0.01
    assert np.array_equal(sound[0], sound[1])


@pytest.mark.parametrize("drift", [0.002, -0.002])
def test_a_clock_that_drifts_changes_the_length_and_tears_no_hole(drift: float) -> None:
    sound = stretched(4.0, drift=drift)
    assert sound.shape[1] == pytest.approx(4.0 * RATE * (1 + drift), abs=0.01 * RATE)
    assert sound.shape[1] != 4 * RATE
    steps = np.abs(np.diff(sound[0]))
    assert steps.max() < 0.05, "a step that is heard as a click"


def test_a_start_away_from_zero_adds_no_silence() -> None:
    sound = stretched(0.2, begin=5 * RATE)
    assert sound.shape[1] == pytest.approx(RATE // 5, abs=PIECE)


def test_it_says_up_to_where_sound_was_pushed() -> None:
    stretching = Stretching(100)
    assert stretching.end == 100
    stretching.push(tone(0), 100)
    assert stretching.end == 100 + PIECE
