import numpy as np
import pytest

from app.pipeline.sound.chunk import RATE
from app.pipeline.sound.noise import NoiseReducer
from tests.app.pipeline.sound.noises import fan, through


def test_a_fan_becomes_quieter() -> None:
    wave = fan(4 * RATE)
    heard, _ = through(NoiseReducer(), wave)
    assert 20 * np.log10(heard[-RATE:].std() / wave[-RATE:].std()) < -8


def test_what_is_said_keeps_its_time_and_its_loudness() -> None:
    wave = fan(4 * RATE)
    times = 5.0 + np.arange(len(wave)) / RATE
    word = (times > 7.5) & (times < 7.8)
    wave[word] += np.asarray(0.5 * np.sin(2 * np.pi * 700 * times[word]), np.float32)
    heard, heard_times = through(NoiseReducer(), wave)
    loud = heard_times[np.abs(heard) > 0.25]
    assert loud[0] == pytest.approx(7.5, abs=0.005)
    assert loud[-1] == pytest.approx(7.8, abs=0.005)
    middle = (heard_times > 7.6) & (heard_times < 7.7)
    assert heard[middle].std() == pytest.approx(0.5 / np.sqrt(2), rel=0.1)
    assert np.allclose(np.diff(heard_times), 1 / RATE, atol=1e-6)
