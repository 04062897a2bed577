"""Plays the sound of a take on the loudspeakers."""
from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from app.pipeline.decode.media import open_media

RATE = 48_000
BUFFER_MS = 60

logger = logging.getLogger(__name__)
Samples = NDArray[np.float32]


class SoundOutput:
    """Plays from its creation until it is closed."""

    def __init__(self, device: Any, samples: Iterator[Samples]) -> None:
        """device: a miniaudio.PlaybackDevice."""
        self._device = device
        feed = _feed(samples)
        next(feed)
        device.start(feed)

    def close(self) -> None:
        self._device.close()


def open_sound(path: Path, start_s: float) -> SoundOutput | None:
    """Plays the take's sound from start_s on; None if there is none, or no way to play it."""
    try:
        import miniaudio  # imported here, since only playing a take needs it
    except ImportError as error:
        logger.warning("no sound is played: %s", error)
        return None
    samples = sound_of(path, start_s)
    first = next(samples, None)
    if first is None:
        return None
    try:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32, nchannels=2, sample_rate=RATE, buffersize_msec=BUFFER_MS)
        return SoundOutput(device, _after(first, samples))
    except miniaudio.MiniaudioError as error:
        logger.warning("no sound is played: %s", error)
        return None


def sound_of(path: Path, start_s: float) -> Iterator[Samples]:
    """Stereo at RATE from start_s on, Nx2 float32; ends early if it is damaged."""
    try:
        with open_media(str(path.absolute())) as container:
            if not container.streams.audio:
                return
            resampler = av.AudioResampler(format="flt", layout="stereo", rate=RATE)
            container.seek(int(start_s * av.time_base))
            for frame in container.decode(container.streams.audio[0]):
                late = start_s - float(frame.time or 0.0)
                for piece in resampler.resample(frame):
                    samples = np.asarray(piece.to_ndarray(), np.float32).reshape(-1, 2)
                    yield samples[max(0, round(late * RATE)) :]
    except (av.error.FFmpegError, OSError, ValueError) as error:
        logger.warning("the sound of %s ends early: %s", path, error)


def _after(first: Samples, rest: Iterator[Samples]) -> Iterator[Samples]:
    yield first
    yield from rest


def _feed(samples: Iterator[Samples]) -> Generator[bytes, int, None]:
    """Yields as many frames as are asked for, then silence."""
    kept: Samples = np.zeros((0, 2), np.float32)
    count = yield b""
    while True:
        while len(kept) < count and (more := next(samples, None)) is not None:
            kept = np.concatenate([kept, more])
        given, kept = kept[:count], kept[count:]
        silence = np.zeros((count - len(given), 2), np.float32)
        count = yield np.concatenate([given, silence]).tobytes()
