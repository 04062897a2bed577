"""A piece of sound and the time at which it began."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
RATE = 48_000
TIME_BASE = Fraction(1, RATE)


FOLLOWS_S = 0.005  # from the end of a chunk to the start of the next one
JOINED_S = 0.25  # at most, of several chunks in one


@dataclass(frozen=True)
class Chunk:
    """samples: float32 (channels, samples) at RATE, one or two channels, full scale is 1. time: of its first
    sample, seconds of time.monotonic()."""

    samples: Samples
    time: float

    @property
    def end(self) -> float:
        """The time after its last sample, seconds."""
        return float(self.time + self.samples.shape[1] / RATE)


Treat = Callable[[Chunk], Chunk]
"""Processes a chunk in the microphone's thread."""


def joined(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The same sound in fewer chunks. When many are waiting, each costs more to handle than to encode."""
    batch: list[Chunk] = []
    for chunk in chunks:
        if batch and not _continues(batch, chunk):
            yield _whole(batch)
            batch = []
        batch.append(chunk)
    if batch:
        yield _whole(batch)


def _continues(batch: list[Chunk], chunk: Chunk) -> bool:
    last = batch[-1]
    same = last.samples.shape[0] == chunk.samples.shape[0]
    return same and abs(chunk.time - last.end) < FOLLOWS_S and chunk.end - batch[0].time <= JOINED_S


def _whole(batch: list[Chunk]) -> Chunk:
    if len(batch) == 1:
        return batch[0]
    return Chunk(np.concatenate([chunk.samples for chunk in batch], axis=1), batch[0].time)
