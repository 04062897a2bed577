"""Steady noise, and what the treatment leaves of it."""
from __future__ import annotations

import numpy as np

from app.pipeline.sound.chunk import RATE, Chunk, Samples
from app.pipeline.sound.noise import NoiseReducer

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
