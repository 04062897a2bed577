"""Videos whose frame size changes on the way, as in recorded calls."""
from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, cast
from unittest.mock import Mock

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from app.pipeline.decode.decode_options import DecodeOptions
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.frames.sizes import largest_size
from app.pipeline.frame import Image

Size = tuple[int, int]
SMALL, LARGE, TALL = (64, 48), (128, 96), (80, 160)
COUNT = 4
CODECS = [("vp8.webm", "libvpx"), ("vp9.webm", "libvpx-vp9"), ("h264.mkv", "libx264"), ("h264.ts", "libx264"),
          ("hevc.mkv", "libx265"), ("mpeg2.ts", "mpeg2video"), ("av1.mkv", "libsvtav1")]


def bullseye(size: Size) -> Image:
    """White in the middle, a quarter as wide and high, on a blue that depends on the size."""
    image = np.full((size[1], size[0], 3), (160, 60, 40), np.uint8)
    image[size[1] * 3 // 8 : size[1] * 5 // 8, size[0] * 3 // 8 : size[0] * 5 // 8] = 235
    return image


def packets_of(codec: str, size: Size, start: int) -> list[av.Packet[Any]]:
    encoder = av.CodecContext.create(codec, "w")
    assert isinstance(encoder, av.video.codeccontext.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, 25), Fraction(25)
    encoder.options = {"libx265": {"x265-params": "log-level=none:bframes=0:repeat-headers=1"},
                       "libx264": {"bf": "0", "crf": "10"}, "libvpx": {"b": "1M"}}.get(codec, {})
    packets = []
    for index in range(COUNT):
        frame = av.VideoFrame.from_ndarray(bullseye(size), format="bgr24").reformat(format="yuv420p")
        frame.pts, frame.time_base = start + index, Fraction(1, 25)
        packets += encoder.encode(frame)
    return packets + encoder.encode(None)


def joined(path: Path, codec: str, sizes: list[Size], header: Size | None = None) -> Path:
    """COUNT bullseyes of each size in a row; the header declares the first size, or another one."""
    with av.open(str(path), "w") as container:
        stream = cast(VideoStream, container.add_stream(codec, rate=25))
        stream.width, stream.height, stream.pix_fmt = *(header or sizes[0]), "yuv420p"
        stream.time_base = Fraction(1, 25)
        if codec == "libx265":
            stream.options = {"x265-params": "log-level=none"}
        for number, size in enumerate(sizes):
            for packet in packets_of(codec, size, number * COUNT):
                packet.stream, packet.time_base = stream, Fraction(1, 25)
                container.mux(packet)
    return path


def middle_shape(image: Image) -> tuple[float, float]:
    """Width and height of the white in the middle."""
    white = image.min(axis=2) > 190
    rows, columns = np.flatnonzero(white.any(axis=1)), np.flatnonzero(white.any(axis=0))
    return float(np.ptp(columns) + 1), float(np.ptp(rows) + 1)


@pytest.mark.parametrize(("name", "codec"), CODECS, ids=[row[0] for row in CODECS])
def test_all_are_as_large_as_the_largest(tmp_path: Path, name: str, codec: str) -> None:
    if codec not in av.codecs_available:
        pytest.skip(f"no encoder {codec}")
    path = joined(tmp_path / name, codec, [SMALL, LARGE, SMALL])
    assert largest_size(str(path), 0) == LARGE
    with VideoDecoder(str(path), DecodeOptions(steady=True)) as decoder:
        frames = list(decoder)
        assert decoder.notes == ("The frame size changes during the video; all frames were fitted into 128×96.",)
    lost = 2 if codec == "mpeg2video" else 0  # by FFmpeg, which drops what it has buffered when the size changes
    assert len(frames) == 3 * COUNT - lost
    for frame in frames:
        assert frame.size == LARGE
        width, height = middle_shape(frame.image)
        assert abs(width - 32) <= 4
        assert abs(height - 24) <= 4


def test_another_shape_is_shown_whole_on_black(tmp_path: Path) -> None:
    """A phone turned during a call: nothing is stretched."""
    path = joined(tmp_path / "turned.webm", "libvpx", [TALL, SMALL])
    with VideoDecoder(str(path), DecodeOptions(steady=True)) as decoder:
        frames = list(decoder)
    assert {frame.size for frame in frames} == {TALL}
    image = frames[-1].image
    assert image[:45].max() < 25
    assert image[-45:].max() < 25
    width, height = middle_shape(image)
    assert width / height == pytest.approx(64 / 48, abs=0.25)


def test_what_the_header_promises_counts(tmp_path: Path) -> None:
    path = joined(tmp_path / "call.webm", "libvpx", [SMALL, (96, 72)], header=LARGE)
    assert largest_size(str(path), 0) == LARGE


def test_without_being_asked_each_has_its_own_size_and_shape(tmp_path: Path) -> None:
    """In the window, and however much they are shrunk."""
    path = joined(tmp_path / "call.webm", "libvpx", [SMALL, TALL])
    for max_side, small, tall in ((None, SMALL, TALL), (60, (60, 45), (30, 60))):
        with VideoDecoder(str(path), DecodeOptions(max_side=max_side)) as decoder:
            sizes = [frame.size for frame in decoder]
        assert sizes == [small] * COUNT + [tall] * COUNT


def test_of_one_size_nothing_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = joined(tmp_path / "plain.mkv", "libx264", [SMALL])
    decoded = Mock(return_value=[SMALL])
    monkeypatch.setattr("app.pipeline.decode.frames.sizes._decoded_size", decoded)
    assert largest_size(str(path), 0) is None
    decoded.assert_not_called()
