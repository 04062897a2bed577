"""The sound track of a recording: without gaps, in step with the pictures."""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np

RATE = 48_000
BITS_PER_SECOND = 128_000
PIECE_SAMPLES = 1024
# Less is the jitter of threads; more is lost sound, or clocks that drifted apart.
TOLERANCE_S = 0.2
LATE_S = 2.0  # a microphone that is so late gives nothing at the moment


class RecordedSound:
    """An AAC stream. Its samples are counted, not stamped; what is missing is filled with silence."""

    def __init__(self, container: Any) -> None:
        """container must not be started yet."""
        self._stream = container.add_stream("aac", rate=RATE, layout="stereo")
        self._stream.codec_context.bit_rate = BITS_PER_SECOND
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
        self._samples = 0

    def encode(self, sound: Any, seconds: float) -> list[Any]:
        """Packets for an av.AudioFrame of any format that begins at seconds of the file's time."""
        sound.pts = None
        pieces = [np.asarray(piece.to_ndarray(), np.float32) for piece in self._resampler.resample(sound)]
        if not pieces:
            return []
        samples = np.concatenate(pieces, axis=1)
        ahead = seconds - self._samples / RATE
        if ahead < -TOLERANCE_S or seconds < 0:
            return []  # from before the first picture, or of a clock that runs too fast
        if ahead > TOLERANCE_S:
            samples = np.concatenate([np.zeros((2, round(ahead * RATE)), np.float32), samples], axis=1)
        return self._encode(samples)

    def keep_up(self, seconds: float) -> list[Any]:
        """Silence for a microphone that gives nothing at seconds of the file's time: a little with each picture, since
        minutes of it at once, when it speaks again, would keep the pictures waiting."""
        late = seconds - self._samples / RATE - LATE_S
        if late <= 0:
            return []
        return self._encode(np.zeros((2, round(min(late, LATE_S / 2) * RATE)), np.float32))

    def finish(self) -> list[Any]:
        """The packets that the encoder still holds."""
        return list(self._stream.encode(None))

    def _encode(self, samples: np.ndarray[Any, np.dtype[np.float32]]) -> list[Any]:
        packets: list[Any] = []
        for start in range(0, samples.shape[1], PIECE_SAMPLES):
            piece = np.ascontiguousarray(samples[:, start : start + PIECE_SAMPLES])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._samples, Fraction(1, RATE)
            self._samples += piece.shape[1]
            packets += self._stream.encode(frame)
        return packets


@dataclass(frozen=True)
class Chunk:
    """sound: an av.AudioFrame of any format. time: time.monotonic() of its first sample."""

    sound: Any
    time: float
