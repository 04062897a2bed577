"""Removes steady noise, such as a fan, from speech: FFmpeg's afftdn with a measured noise floor."""
from __future__ import annotations

import collections
from typing import Any

import av
import numpy as np

from app.pipeline.sound.chunk import RATE, TIME_BASE, Chunk, Samples
from app.pipeline.sound.level import decibel

DELAY_S = 0.025  # of the filter, which does not report it
REDUCTION_DB = 20
# The spectrum of a fan: dB for each of afftdn's bands, low to high, relative to the noise floor.
FAN_BANDS = "24 20 14 9 5 1 -2 -5 -8 -11 -14 -17 -20 -22 -24"
ABOVE_FLOOR_DB = 2.0
LOUDEST_FLOOR_DB, QUIETEST_FLOOR_DB = -20.0, -75.0
FLOOR_SHARE = 10  # percent of the latest chunks that are noise only
FLOOR_PIECES = 400
LOOK_EVERY = 20  # pieces
MIN_STEP_DB = 1.0


class NoiseReducer:
    """Has state: takes the chunks of one microphone, in order."""

    def __init__(self) -> None:
        self._floor = NoiseFloor()
        self._channels = 0
        self._graph: Any = None

    def reduce(self, chunk: Chunk) -> Chunk:
        """The sound without noise; as long as chunk, except at first, since the filter looks ahead."""
        if chunk.samples.shape[0] != self._channels:
            self._open(chunk.samples.shape[0])
        floor = self._floor.add(chunk.samples)
        if floor is not None:
            self._denoise.process_command("nf", f"{floor:.1f}")
        frame = av.AudioFrame.from_ndarray(chunk.samples, format="fltp", layout=_layout(self._channels))
        frame.sample_rate, frame.time_base, frame.pts = RATE, TIME_BASE, self._given
        self._source.push(frame)
        ahead = (self._given - self._taken) / RATE
        self._given += chunk.samples.shape[1]
        samples = self._pull()
        self._taken += samples.shape[1]
        return Chunk(samples, chunk.time - ahead - DELAY_S)

    def _open(self, channels: int) -> None:
        self._channels, self._given, self._taken = channels, 0, 0
        self._graph = graph = av.filter.Graph()
        self._source = graph.add_abuffer(
            format="fltp", sample_rate=RATE, layout=_layout(channels), time_base=TIME_BASE)
        options = f"nr={REDUCTION_DB}:nf={self._floor.decibel:.1f}:nt=custom:bn='{FAN_BANDS}'"
        self._denoise = graph.add("afftdn", options)
        self._sink = graph.add("abuffersink")
        self._source.link_to(self._denoise)
        self._denoise.link_to(self._sink)
        graph.configure()

    def _pull(self) -> Samples:
        pieces: list[Samples] = [np.zeros((self._channels, 0), np.float32)]
        while True:
            try:
                frame: Any = self._sink.pull()
                pieces.append(frame.to_ndarray())
            except (av.error.BlockingIOError, av.error.EOFError):
                return np.concatenate(pieces, axis=1)


class NoiseFloor:
    """Measures the noise between words from the quietest of the last seconds."""

    def __init__(self) -> None:
        self.decibel = QUIETEST_FLOOR_DB
        self._pieces: collections.deque[float] = collections.deque(maxlen=FLOOR_PIECES)
        self._count = 0

    def add(self, samples: Samples) -> float | None:
        """The new floor, dB of full scale, if it has changed; otherwise None."""
        self._pieces.append(decibel(float(np.sqrt(np.square(samples).mean()))) if samples.size else QUIETEST_FLOOR_DB)
        self._count += 1
        if self._count % LOOK_EVERY:
            return None
        quiet = float(np.percentile(self._pieces, FLOOR_SHARE)) + ABOVE_FLOOR_DB
        floor = min(max(quiet, QUIETEST_FLOOR_DB), LOUDEST_FLOOR_DB)
        if abs(floor - self.decibel) < MIN_STEP_DB:
            return None
        self.decibel = floor
        return floor


def _layout(channels: int) -> str:
    return "mono" if channels == 1 else "stereo"
