"""Makes small videos and pictures."""
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream

from app.pipeline.decode.video_file import open_video
from app.pipeline.decode.video_info import VideoInfo
from app.pipeline.frame import Frame, Image

TICKS = 1000


def plain(color: tuple[int, int, int], size: tuple[int, int] = (64, 48)) -> Image:
    """HxWx3 uint8 of one BGR colour; size is (width, height)."""
    return np.full((size[1], size[0], 3), color, np.uint8)


def write_video(
    path: Path,
    images: Sequence[Image],
    times: Sequence[float] | None = None,
    *,
    codec: str = "libx264",
    sound: str | None = None,
) -> Path:
    """Writes BGR images at times (default 25 fps), with a tone of an audio codec; returns path."""
    times = times or [index / 25 for index in range(len(images))]
    height, width = images[0].shape[:2]
    with av.open(str(path), "w") as container:
        stream = cast(VideoStream, container.add_stream(codec, rate=25))
        stream.width, stream.height = width, height
        stream.pix_fmt = {"libx264": "yuv420p", "gif": "rgb8"}.get(codec, "yuv420p")
        if codec == "libx264":
            stream.codec_context.options = {"crf": "5", "bf": "0"}
        stream.codec_context.time_base = Fraction(1, TICKS)
        tone = cast(av.AudioStream, container.add_stream(sound, rate=48000, layout="mono")) if sound else None
        for image, time in zip(images, times, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgr24")
            frame = frame.reformat(format=stream.pix_fmt)
            frame.pts, frame.time_base = round(time * TICKS), Fraction(1, TICKS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if tone is not None:
            _write_tone(container, tone, times[-1] + 0.04)
    return path


def _write_tone(container: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    size = stream.codec_context.frame_size or 960
    for start in range(0, int(seconds * 48000), size):
        wave = 0.3 * np.sin(2 * np.pi * 440 * (start + np.arange(size)) / 48000)
        frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def shades(count: int) -> list[Image]:
    """This many grey images, each a little lighter than the one before."""
    return [plain((20 + 8 * index, 20 + 8 * index, 20 + 8 * index)) for index in range(count)]


def shade(frame: Frame | None) -> int:
    """Which of shades a frame is."""
    assert frame is not None
    return round((int(np.median(frame.image)) - 20) / 8)


def probe_video(path: str | Path) -> VideoInfo:
    """What open_video knows about path. Raises AppError as open_video."""
    opened = open_video(path)
    opened.close()
    return opened.info
