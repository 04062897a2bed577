"""Re-encodes a sound track of the input; the result is one track without gaps, whatever the input is like."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from app.pipeline.encode.taken_over.sound_plan import SoundPlan

DRIFT_S = 0.015  # smaller differences are rounding and jitter
SILENCE_S = 1.0  # maximum in one frame
PLANES = 8  # PyAV makes no array of this many planar channels


@dataclass(frozen=True)
class Trust:
    """How far time stamps are trusted. jump_s: a larger offset is corrected at once. lasting_s: a smaller one only

    if it lasts this long.
    """

    jump_s: float
    lasting_s: float


ORDINARY = Trust(0.1, 0.15)
# After a change of rate, FFmpeg still counts times within a packet at the old rate.
CHANGED = Trust(1.0, 0.6)


class EncodedSound:
    """Counts samples. Missing or undecodable sound becomes silence; overlaps are left out. Rate, channels and sample
    format may change at any time.

    Attributes:
        missing_s: seconds of silence that replace missing sound.
    """

    def __init__(self, container: Any, plan: SoundPlan, rate: int) -> None:
        """Adds a stream to container. rate: the input's, samples per second."""
        self.missing_s = 0.0
        self._rate = rate
        more = {"bit_rate": plan.bits_per_second} if plan.bits_per_second else {}
        self.stream = container.add_stream(plan.codec, rate=plan.rate, layout=plan.layout, **more)
        self._plan = plan
        encoder = self.stream.codec_context.format
        self._packed = encoder.is_planar and len(self.stream.codec_context.layout.channels) >= PLANES
        self._format = encoder.packed.name if self._packed else encoder.name
        self._last_step = av.AudioResampler(format=encoder.name, layout=plan.layout, rate=plan.rate)
        self._resampler: Any = None
        self._given: tuple[object, ...] = ()
        self._next: int | None = None  # the next sample of the output
        self._off = _Off()
        self._lost_s = 0.0  # of undecodable packets since the last decodable one

    def feed(self, packet: Any, start: float) -> list[Any]:
        """The packets to write for one of the input. start: the input's time at which the output begins."""
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
        """The packets that resampler and encoder have buffered."""
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
        """A resampler without anything to do returns its None."""
        return self._given != (self._format, self._plan.layout, self._plan.rate)

    def _placed(self, frames: list[Any], time: float | None) -> Iterator[Any]:
        """The frames, shifted to start at time: with silence before them, or without their beginning."""
        if not frames:
            return
        off = self._correction(time, sum(frame.samples for frame in frames))
        if off > 0:
            self.missing_s += off / self._plan.rate
            yield from self._silence(off)
        for frame in frames:
            if off >= 0:
                yield frame
            elif -off < frame.samples:
                yield self._frame(frame.to_ndarray(), -off)
                off = 0
            else:
                off += frame.samples

    def _correction(self, time: float | None, samples: int) -> int:
        """How many samples are missing before that time; negative: how many to drop."""
        damaged, self._lost_s = self._lost_s > 0, 0.0
        if time is None:
            self._next = self._next or 0
            return 0
        place = round(time * self._plan.rate)
        if self._next is None:
            self._next = max(place, 0)
            return min(place, 0)
        changed = bool(self._rate) and self._given[-1] != self._rate
        seconds = (place - self._next) / self._plan.rate
        trust = CHANGED if changed else ORDINARY
        wanted = self._off.correction(seconds, samples / self._plan.rate, trust, at_once=damaged and not changed)
        return round(wanted * self._plan.rate)

    def _silence(self, samples: int) -> Iterator[Any]:
        most = round(SILENCE_S * self._plan.rate)
        shape = self._frame(None, most).to_ndarray()
        for begin in range(0, samples, most):
            count = min(most, samples - begin)
            yield self._frame(shape, most - count) if count < most else self._frame(shape, 0)

    def _frame(self, samples: Any, skipped: int) -> Any:
        """An av.AudioFrame of an array without its first `skipped` samples; None: of that many silent ones."""
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
        ready = self._last_step.resample(frame) if self._packed else (frame,)
        return [packet for each in ready for packet in self.stream.encode(each)]


class _Off:
    """Decides whether sound that is off its time should be corrected, and by how much."""

    def __init__(self) -> None:
        self._least = 0.0
        self._lasted_s = 0.0

    def correction(self, off: float, seconds: float, trust: Trust, *, at_once: bool) -> float:
        """The correction, in seconds. off: by how many seconds a piece is later than expected."""
        if abs(off) < DRIFT_S:
            self._lasted_s = 0.0
            return 0.0
        if not self._lasted_s or (off > 0) != (self._least > 0):
            self._least, self._lasted_s = off, 0.0
        self._least = min(self._least, off, key=abs)
        self._lasted_s += seconds
        by = off if abs(off) > trust.jump_s or at_once else self._least if self._lasted_s > trust.lasting_s else 0.0
        if by:
            self._lasted_s = 0.0
        return by
