"""A sound track of a recording: without gaps, in sync with the frames."""
from __future__ import annotations

from typing import Any

import av
import numpy as np

from app.pipeline.encode.stretching import MAX_STRETCHED_S, Stretching
from app.pipeline.sound.chunk import RATE, TIME_BASE, Samples

BITS_PER_SECOND = 128_000
PIECE_SAMPLES = 1024
TOLERANCE_S = 0.2  # sound this early is from a clock that runs too fast
LATE_S = 2.0  # a microphone this late delivers nothing at the moment
FIRST_LATE_S = 0.3  # the same at the start: nothing of an MP4 is on disk until there is some sound
FIRST_SAMPLES = 4 * PIECE_SAMPLES


class RecordedSound:
    """A sound stream whose samples are counted, not stamped.

    Gaps are filled with silence. If its clock is slower or faster than that of the frames, the sound is stretched a
    little.
    """

    def __init__(self, container: Any, codec: str = "aac", title: str = "") -> None:
        """The container must not have been started. codec: FFmpeg's name for the encoder. title: of the track, for
        players."""
        self._stream = container.add_stream(codec, rate=RATE, layout="stereo")
        self._stream.codec_context.bit_rate = BITS_PER_SECOND
        if title:
            self._stream.metadata.update(title=title, handler_name=title)
        self._samples = 0
        self._end: int | None = None  # samples, up to which sound is accepted
        self._stretching: Stretching | None = None  # None: the next sound is cut or padded to the exact sample

    @property
    def complete(self) -> bool:
        """Whether all sound up to the end has arrived."""
        return self._end is not None and self._given >= self._end

    def end_at(self, seconds: float) -> None:
        """Ignores sound after that moment of the file's time until go_on."""
        self._end = round(seconds * RATE)

    def go_on(self) -> list[Any]:
        """Packets of silence up to the end; the next sound follows without a gap."""
        packets = self._drain()
        missing = 0 if self._end is None else self._end - self._samples
        self._end = None
        return packets + self._encode(np.zeros((2, max(0, missing)), np.float32))

    def encode(self, samples: Samples, seconds: float) -> list[Any]:
        """Packets for the samples of a Chunk that begins at that time in the file, in seconds."""
        ahead = seconds - self._given / RATE
        if self._stretching is None:
            cut = max(0, round(-ahead * RATE))  # from before the first frame
            if cut >= samples.shape[1]:
                return []
            samples, seconds = samples[:, cut:], max(seconds, self._given / RATE)
            silence = self._encode(np.zeros((2, max(0, round(ahead * RATE))), np.float32))
            self._stretching = Stretching(self._samples)
            return silence + self._stretched(samples, seconds)
        if ahead < -TOLERANCE_S:
            return []
        if ahead > MAX_STRETCHED_S:
            return self._fill(ahead) + self._stretched(samples, seconds)
        return self._stretched(samples, seconds)

    def keep_up(self, seconds: float) -> list[Any]:
        """Silence for a microphone that delivers nothing at that time in the file: a little with each frame, since
        minutes of it at once would delay the frames when sound returns."""
        late = seconds - self._given / RATE - (LATE_S if self._samples > FIRST_SAMPLES else FIRST_LATE_S)
        return self._fill(min(late, LATE_S / 2)) if late > 0 else []

    def finish(self) -> list[Any]:
        """The packets that are still buffered."""
        return self._drain() + list(self._stream.encode(None))

    @property
    def _given(self) -> int:
        """The end of the sound so far, in samples of the file's time."""
        return self._stretching.end if self._stretching is not None else self._samples

    def _fill(self, seconds: float) -> list[Any]:
        silence = np.zeros((2, round(seconds * RATE)), np.float32)
        if self._stretching is None:
            return self._encode(silence)
        return self._stretched(silence, self._stretching.end / RATE)

    def _stretched(self, samples: Samples, seconds: float) -> list[Any]:
        assert self._stretching is not None
        return self._encode(self._stretching.push(samples, round(seconds * RATE)))

    def _drain(self) -> list[Any]:
        """The sound that is buffered for stretching; the next sound starts a new stretch."""
        stretching, self._stretching = self._stretching, None
        return self._encode(stretching.finish()) if stretching is not None else []

    def _encode(self, samples: Samples) -> list[Any]:
        packets: list[Any] = []
        if self._end is not None:
            samples = samples[:, : max(0, self._end - self._samples)]
        for start in range(0, samples.shape[1], PIECE_SAMPLES):
            piece = np.ascontiguousarray(samples[:, start : start + PIECE_SAMPLES])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._samples, TIME_BASE
            self._samples += piece.shape[1]
            packets += self._stream.encode(frame)
        return packets
