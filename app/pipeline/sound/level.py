"""The level of sound, as a meter shows it."""
from __future__ import annotations

import math
import threading
from dataclasses import dataclass

import numpy as np

from app.pipeline.sound.chunk import Samples

SILENCE_DB = -90.0
CLIPPING = 0.995  # of full scale
HELD_S = 1.5  # that clipping stays visible
FALL_DB_PER_S = 26.0


@dataclass(frozen=True)
class Level:
    """peak_db, rms_db: dB of full scale, SILENCE_DB..0; clipped: whether it was recently too loud to record."""

    peak_db: float = SILENCE_DB
    rms_db: float = SILENCE_DB
    clipped: bool = False


class LevelMeter:
    """Rises at once and falls slowly, so that the eye can follow. One thread adds, others read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._peak = self._rms = SILENCE_DB
        self._time = self._clipped_at = -math.inf

    def add(self, samples: Samples, now: float) -> None:
        """samples: (channels, samples), full scale 1. now: time.monotonic(), seconds."""
        if not samples.size:
            return
        peak = float(np.abs(samples).max())
        rms = math.sqrt(float(np.square(samples).mean()))
        with self._lock:
            fallen = FALL_DB_PER_S * min(now - self._time, 10.0)
            self._peak = max(decibel(peak), self._peak - fallen)
            self._rms = max(decibel(rms), self._rms - fallen)
            self._time = now
            if peak >= CLIPPING:
                self._clipped_at = now

    def read(self, now: float) -> Level:
        """The level at now of time.monotonic(); without new sound, it falls."""
        with self._lock:
            fallen = FALL_DB_PER_S * min(max(0.0, now - self._time), 10.0)
            peak, rms = (max(SILENCE_DB, value - fallen) for value in (self._peak, self._rms))
            return Level(peak, rms, now - self._clipped_at < HELD_S)


def decibel(amplitude: float) -> float:
    """dB of full scale, SILENCE_DB..; amplitude: 0..1, or more."""
    return max(SILENCE_DB, 20 * math.log10(amplitude)) if amplitude > 0 else SILENCE_DB
