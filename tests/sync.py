"""Videos in which flashes and tones coincide, and how far apart they are."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

FPS, RATE = 25, 48_000
FLASH_LEVEL, BEEP_LEVEL = 185, 0.15
APART_S = 0.4  # a flash and a tone of different marks are further apart
GREY, WHITE = 96, 255


@dataclass
class Measured:
    """frames; sound_s: seconds of it. offsets_ms: of each tone from its flash, later is more. flashes: seconds."""

    frames: int = 0
    sound_s: float = 0.0
    offsets_ms: list[float] = field(default_factory=list)
    flashes: list[float] = field(default_factory=list)

    @property
    def worst_ms(self) -> float | None:
        return max(self.offsets_ms, key=abs, default=None)


@dataclass(frozen=True)
class Marked:
    """What is made: seconds long, with a flash and a tone at each of marks.

    Attributes:
        sounds: a codec of FFmpeg for each track. layout, rate: of the sound.
        key: frames between key frames. format, options: of the container.
        late_s: how much later the frames begin than the sound.
    """

    video: str = "libx264"
    sounds: Sequence[str] = ("aac",)
    seconds: float = 2.0
    marks: Sequence[float] = (0.6, 1.4)
    layout: str = "stereo"
    rate: int = RATE
    key: int = FPS
    format: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    late_s: float = 0.0
    start_s: float = 0.0


def write_marked(path: Path, what: Marked) -> Path:
    """Writes it with PyAV; returns path."""
    with av.open(str(path), "w", format=what.format, options=what.options) as made:
        container: Any = made
        options = {"g": str(what.key), "bf": "0", "sc_threshold": "0" if what.video == "libx264" else "1000000000"}
        video = container.add_stream(what.video, rate=FPS, options=options)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sound = {"rate": what.rate, "layout": what.layout, "bit_rate": 128_000}
        sounds = [container.add_stream(name, **sound) for name in what.sounds]
        pieces = round(what.seconds * FPS)
        for index in range(pieces):
            container.mux(video.encode(_picture(what, index)))
            for stream in sounds:
                container.mux(stream.encode(_tone(what, index, stream)))
        for stream in (video, *sounds):
            container.mux(stream.encode(None))
    return path


def _picture(what: Marked, index: int) -> av.VideoFrame:
    lit = any(mark <= index / FPS + 1e-6 < mark + 2 / FPS for mark in what.marks)
    plane = np.full((72, 64), 128, np.uint8)
    plane[:48] = WHITE if lit else GREY + index % 2
    picture = av.VideoFrame.from_ndarray(plane, format="yuv420p")
    picture.pts, picture.time_base = index + round((what.start_s + what.late_s) * FPS), Fraction(1, FPS)
    return picture


def _tone(what: Marked, index: int, stream: Any) -> av.AudioFrame:
    count = what.rate // FPS
    times = (index * count + np.arange(count)) / what.rate
    loud = np.any([(mark <= times) & (times < mark + 0.1) for mark in what.marks], axis=0)
    wave = (0.6 * np.sin(2 * np.pi * 1000 * times) * loud).astype(np.float32)
    channels = len(av.AudioLayout(what.layout).channels)
    frame = av.AudioFrame.from_ndarray(np.tile(wave, (channels, 1)), format="fltp", layout=what.layout)
    frame.sample_rate, frame.time_base = what.rate, Fraction(1, what.rate)
    frame.pts = index * count + round(what.start_s * what.rate)
    resampled = av.AudioResampler(stream.codec_context.format.name, what.layout, what.rate).resample(frame)
    return resampled[0]


def measured(path: Path, track: int = 0) -> Measured:
    """What a video contains, as FFmpeg plays it; track: which sound."""
    flashes, frames = _flashes(path)
    beeps, seconds = _beeps(path, track)
    pairs = [(flash, beep) for flash in flashes for beep in beeps if abs(flash - beep) < APART_S]
    return Measured(frames, seconds, [1000 * (beep - flash) for flash, beep in pairs], flashes)


def _flashes(path: Path) -> tuple[list[float], int]:
    found: list[float] = []
    count, lit = 0, False
    with av.open(str(path)) as container:
        for frame in _pictures(container):
            time = frame.time if frame.time is not None else count / FPS
            bright = float(np.mean(frame.to_ndarray(format="gray"))) > FLASH_LEVEL
            if bright and not lit:
                found.append(time)
            count, lit = count + 1, bright
    return found, count


def _pictures(container: Any) -> Iterator[Any]:
    """Theora repeats a frame with an empty packet, which PyAV takes for the end."""
    for packet in container.demux(video=0):
        if packet.size or packet.pts is None:
            yield from packet.decode()


def _beeps(path: Path, track: int) -> tuple[list[float], float]:
    found: list[float] = []
    end, quiet_since, total = 0.0, -1.0, 0.0
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return [], 0.0
        for frame in container.decode(audio=track):
            begin = frame.time if frame.time is not None else end
            loud = np.flatnonzero(np.abs(_mono(frame)) > BEEP_LEVEL)
            if loud.size and begin + loud[0] / frame.sample_rate - quiet_since > APART_S:
                found.append(begin + float(loud[0]) / frame.sample_rate)
            if loud.size:
                quiet_since = begin + float(loud[-1]) / frame.sample_rate
            end = begin + frame.samples / frame.sample_rate
            total += frame.samples / frame.sample_rate
    return found, total


def _mono(frame: Any) -> NDArray[np.float64]:
    samples = frame.to_ndarray()
    scale = 1.0 if samples.dtype.kind == "f" else float(np.iinfo(samples.dtype).max)
    values = samples.astype(np.float64) / scale
    if not frame.format.is_planar:
        values = values.reshape(-1, len(frame.layout.channels)).T
    return np.asarray(values[0])
