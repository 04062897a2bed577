import numpy as np
import pytest

from app.pipeline.sound.chunk import RATE, Chunk, Samples
from app.pipeline.sound.noise import NoiseReducer
from app.pipeline.sound.treatment import Treatment
from app.settings import SoundSettings

PIECE = RATE // 50


def fan(count: int) -> Samples:
    """Steady noise, louder at low frequencies, at -35 dB."""
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(count))
    frequencies = np.fft.rfftfreq(count, 1 / RATE)
    noise = np.fft.irfft(spectrum / np.sqrt(1 + (frequencies / 300) ** 2), count)
    return np.asarray(noise / noise.std() * 10 ** (-35 / 20), np.float32)


def through(reducer: NoiseReducer, wave: Samples) -> tuple[Samples, Samples]:
    """The output, and the time of each sample."""
    samples, times = [], []
    for start in range(0, len(wave) - PIECE + 1, PIECE):
        chunk = reducer.reduce(Chunk(wave[None, start : start + PIECE], 5.0 + start / RATE))
        samples.append(chunk.samples[0])
        times.append(chunk.time + np.arange(chunk.samples.shape[1]) / RATE)
    return np.concatenate(samples), np.concatenate(times)


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


def test_gain_is_in_decibel_and_never_beyond_full_scale() -> None:
    treat = Treatment(SoundSettings(gain_db=6))
    chunk = Chunk(np.array([[0.1, 0.9, -0.9]], np.float32), 1.0)
    treated = treat(chunk)
    assert treated.samples[0] == pytest.approx([0.1995, 1.0, -1.0], abs=0.001)
    assert treated.time == 1.0


def test_muted_is_silence_of_the_same_length_at_once() -> None:
    treat = Treatment(SoundSettings())
    chunk = Chunk(np.full((2, 960), 0.4, np.float32), 1.0)
    assert treat(chunk) is chunk
    treat.muted = True
    muted = treat(chunk)
    assert muted.samples.shape == (2, 960)
    assert not muted.samples.any()
