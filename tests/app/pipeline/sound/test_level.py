import numpy as np
import pytest

from app.pipeline.sound.level import HELD_S, SILENCE_DB, LevelMeter


def sine(amplitude: float) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * np.arange(960) / 48)).astype(np.float32)[None]


def test_a_sine_has_its_peak_and_its_root_mean_square() -> None:
    meter = LevelMeter()
    meter.add(sine(0.5), 1.0)
    level = meter.read(1.0)
    assert level.peak_db == pytest.approx(-6.02, abs=0.05)
    assert level.rms_db == pytest.approx(-9.03, abs=0.05)
    assert not level.clipped


def test_it_falls_when_nothing_comes_and_silence_is_its_end() -> None:
    meter = LevelMeter()
    meter.add(sine(0.5), 1.0)
    assert -40 < meter.read(2.0).peak_db < -25
    assert meter.read(60.0).peak_db == SILENCE_DB
    meter.add(np.zeros((1, 960), np.float32), 60.0)
    assert meter.read(60.0).rms_db == SILENCE_DB


def test_clipping_stays_to_be_seen() -> None:
    meter = LevelMeter()
    meter.add(np.ones((2, 960), np.float32), 1.0)
    meter.add(sine(0.1), 1.02)
    assert meter.read(1.02).clipped
    assert not meter.read(1.1 + HELD_S).clipped
