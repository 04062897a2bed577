"""Chunks that arrived together are joined."""
from __future__ import annotations

import numpy as np

from app.pipeline.sound.chunk import JOINED_S, RATE, Chunk, joined

PIECE = RATE // 50


def chunk(number: int, *, channels: int = 1, late_s: float = 0.0) -> Chunk:
    samples = np.full((channels, PIECE), number, np.float32)
    return Chunk(samples, 100 + number / 50 + late_s)


def test_what_follows_is_one_chunk_with_every_sample_in_its_place() -> None:
    (whole,) = joined([chunk(number, late_s=0.001 * (number % 2)) for number in range(5)])
    assert whole.time == 100
    assert whole.samples[0, ::PIECE].tolist() == [0, 1, 2, 3, 4]
    assert whole.samples.shape == (1, 5 * PIECE)


def test_a_gap_other_channels_and_a_long_wait_begin_another_one() -> None:
    given = [chunk(0), chunk(1), chunk(2, late_s=0.1), chunk(8, channels=2), chunk(9)]
    assert [round(each.samples.shape[1] / PIECE) for each in joined(given)] == [2, 1, 1, 1]
    long = list(joined(chunk(number) for number in range(60)))
    assert max(each.samples.shape[1] / RATE for each in long) <= JOINED_S
    assert sum(each.samples.shape[1] for each in long) == 60 * PIECE


def test_none_and_one_stay_as_they_are() -> None:
    only = chunk(3)
    assert list(joined([])) == []
    assert next(iter(joined([only]))) is only
