"""A sound track of the input, decoded and encoded anew: whatever it is like, the answer is one track without holes."""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from app.pipeline.encode.sound_plan import SoundPlan

JUMP_S = 0.1  # further off than that it is corrected at once
DRIFT_S = 0.015  # so much only when it lasts: times in files are rounded, and jitter
DRIFTING_FRAMES = 8
SILENCE_S = 1.0  # at most so much in one frame


class EncodedSound:
    """The samples are counted. Where the input has none, or they cannot be decoded, there is silence; what overlaps is
    left out. Rate, channels and sample format may change at any time.

    Attributes:
        missing_s: seconds of silence within the sound that were put in for what is missing.
    """

    def __init__(self, container: Any, plan: SoundPlan) -> None:
        """Adds a stream to container."""
        self.missing_s = 0.0
        more = {"bit_rate": plan.bits_per_second} if plan.bits_per_second else {}
        self.stream = container.add_stream(plan.codec, rate=plan.rate, layout=plan.layout, **more)
        self._plan = plan
        self._format = self.stream.codec_context.format.name
        self._resampler: Any = None
        self._given: tuple[object, ...] = ()
        self._next: int | None = None  # the sample that comes next in the output
        self._drifting = 0
        self._lost_s = 0.0  # of packets that could not be decoded, since the last one that could

    def feed(self, packet: Any, start: float) -> list[Any]:
        """The packets to be written for one of the input; start: the input's time at which the output begins."""
        try:
            frames = packet.decode()
        except FFmpegError:
            self._lost_s += float((packet.duration or 0) * (packet.time_base or 0))
            return []
        packets: list[Any] = []
        for frame in frames:
            time = None if frame.pts is None else float(frame.pts * frame.time_base) - start
            for piece in self._placed(self._resampled(frame), time):
                packets += self._encode(piece)
        return packets

    def finish(self) -> list[Any]:
        """What the resampler and the encoder still hold."""
        packets: list[Any] = []
        self.missing_s += self._lost_s
        if self._next is not None:
            for piece in self._flushed():
                packets += self._encode(piece)
        return packets + list(self.stream.encode(None))

    def _resampled(self, frame: Any) -> list[Any]:
        given = frame.format.name, frame.layout.name, frame.sample_rate
        held: list[Any] = []
        if given != self._given:
            held = self._flushed()
            self._given = given
            self._resampler = av.AudioResampler(format=self._format, layout=self._plan.layout, rate=self._plan.rate)
        frame.pts = None
        return held + list(self._resampler.resample(frame))

    def _flushed(self) -> list[Any]:
        return list(self._resampler.resample(None)) if self._resampler is not None and self._needs_flush() else []

    def _needs_flush(self) -> bool:
        """A resampler that has nothing to do hands its None back."""
        return self._given != (self._format, self._plan.layout, self._plan.rate)

    def _placed(self, frames: list[Any], time: float | None) -> Iterator[Any]:
        """The frames, the first of which is heard at time, with silence before or without their beginning."""
        if not frames:
            return
        off = self._off(time)
        if off > 0:
            yield from self._silence(off)
        for frame in frames:
            if off >= 0:
                yield frame
            elif -off < frame.samples:
                yield self._frame(frame.to_ndarray(), -off)
                off = 0
            else:
                off += frame.samples

    def _off(self, time: float | None) -> int:
        """How many samples are missing before what comes at time; fewer than 0: so many are too many."""
        damaged, self._lost_s = self._lost_s > 0, 0.0
        if time is None:
            self._next = self._next or 0
            return 0
        place = round(time * self._plan.rate)
        if self._next is None:
            self._next = max(place, 0)
            return min(place, 0)
        off = place - self._next
        limit = JUMP_S * self._plan.rate
        drifts = abs(off) > DRIFT_S * self._plan.rate
        self._drifting = self._drifting + 1 if drifts else 0
        if abs(off) > limit or self._drifting >= DRIFTING_FRAMES or (damaged and drifts):
            self._drifting = 0
            self.missing_s += max(off, 0) / self._plan.rate
            return off
        return 0

    def _silence(self, samples: int) -> Iterator[Any]:
        most = round(SILENCE_S * self._plan.rate)
        shape = self._frame(None, most).to_ndarray()
        for begin in range(0, samples, most):
            count = min(most, samples - begin)
            yield self._frame(shape, most - count) if count < most else self._frame(shape, 0)

    def _frame(self, samples: Any, skipped: int) -> Any:
        """An av.AudioFrame of an array without its first skipped samples; None: of so many silent ones."""
        channels = len(av.AudioLayout(self._plan.layout).channels)
        planar = av.AudioFormat(self._format).is_planar
        if samples is None:
            kind = {"s16": np.int16, "s32": np.int32, "flt": np.float32}[self._format.removesuffix("p")]
            samples = np.zeros((channels, skipped) if planar else (1, channels * skipped), kind)
            skipped = 0
        kept = samples[:, skipped:] if planar else samples[:, skipped * channels :]
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(kept), format=self._format, layout=self._plan.layout)
        frame.sample_rate = self._plan.rate
        return frame

    def _encode(self, frame: Any) -> list[Any]:
        assert self._next is not None
        frame.pts, frame.time_base = self._next, Fraction(1, self._plan.rate)
        self._next += frame.samples
        return list(self.stream.encode(frame))
