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

Samples = np.ndarray[Any, np.dtype[np.float32]]


class RecordedSound:
    """A sound stream. Its samples are counted, not stamped; what is missing is filled with silence."""

    def __init__(self, container: Any, codec: str = "aac") -> None:
        """container must not be started yet. codec: FFmpeg's name of the encoder."""
        self._stream = container.add_stream(codec, rate=RATE, layout="stereo")
        self._stream.codec_context.bit_rate = BITS_PER_SECOND
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
        self._samples = 0
        self._end: int | None = None  # samples, up to which sound is taken
        self._joining = True  # the next sound is cut or filled to the sample, whatever the tolerance

    @property
    def complete(self) -> bool:
        """All that is to come before the end is there."""
        return self._end is not None and self._samples >= self._end

    def end_at(self, seconds: float) -> None:
        """Nothing after that moment of the file's time is taken until go_on."""
        self._end = round(seconds * RATE)

    def go_on(self) -> list[Any]:
        """Packets of the silence that is missing up to the end; what comes next follows it without a gap."""
        missing = 0 if self._end is None else self._end - self._samples
        self._end, self._joining = None, True
        return self._encode(np.zeros((2, max(0, missing)), np.float32))

    def encode(self, sound: Any, seconds: float) -> list[Any]:
        """Packets for an av.AudioFrame of any format that begins at seconds of the file's time."""
        sound.pts = None
        pieces = [np.asarray(piece.to_ndarray(), np.float32) for piece in self._resampler.resample(sound)]
        if not pieces:
            return []
        samples = self._joined(np.concatenate(pieces, axis=1), seconds - self._samples / RATE)
        if self._end is not None:
            samples = samples[:, : max(0, self._end - self._samples)]
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

    def _joined(self, samples: Samples, ahead: float) -> Samples:
        """The part of them that is taken, with silence before it where some is missing. ahead: seconds."""
        if not self._joining:
            if ahead < -TOLERANCE_S:
                return samples[:, :0]  # of a clock that runs too fast
            return _after_silence(samples, ahead) if ahead > TOLERANCE_S else samples
        samples = samples[:, max(0, round(-ahead * RATE)) :]  # from before the first picture
        if samples.shape[1]:
            self._joining = False
        return _after_silence(samples, ahead) if ahead > 0 else samples

    def _encode(self, samples: Samples) -> list[Any]:
        packets: list[Any] = []
        for start in range(0, samples.shape[1], PIECE_SAMPLES):
            piece = np.ascontiguousarray(samples[:, start : start + PIECE_SAMPLES])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._samples, Fraction(1, RATE)
            self._samples += piece.shape[1]
            packets += self._stream.encode(frame)
        return packets


def _after_silence(samples: Samples, seconds: float) -> Samples:
    return np.concatenate([np.zeros((2, round(seconds * RATE)), np.float32), samples], axis=1)


@dataclass(frozen=True)
class Chunk:
    """sound: an av.AudioFrame of any format. time: time.monotonic() of its first sample."""

    sound: Any
    time: float
