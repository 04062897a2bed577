"""Interlaced frames: two fields from different moments, as from television cameras and old tapes."""
from __future__ import annotations

import gc
import weakref
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.pipeline.decode.decode_options import DecodeOptions
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.frame import Image
from tests.leaks import left_over, native_threads

COUNT = 10
SIZE = (160, 96)
FRAMES_IN_FLIGHT = 12  # held by the codec, the filters and the reader
STEP = 8  # px that the edge moves from one field to the next


def moment(index: int) -> Image:
    """A structure that moves; index counts fields."""
    x = (np.arange(SIZE[0]) - STEP * index) % 64
    row = np.where(x < 32, 200, 60).astype(np.uint8)
    return np.repeat(np.tile(row, (SIZE[1], 1))[..., None], 3, 2)


def woven(index: int, top_first: bool) -> Image:
    """Interleaves the lines of two moments."""
    image = moment(2 * index)
    image[1 if top_first else 0 :: 2] = moment(2 * index + 1)[1 if top_first else 0 :: 2]
    return image


def write(path: Path, images: list[Image], top_first: bool, *, codec: str = "libx264", marked: bool = True) -> Path:
    order = "tff" if top_first else "bff"
    with av.open(str(path), "w") as container:
        options = {"x264-params": f"{order}=1", "crf": "10"} if marked else {"crf": "10"}
        if codec == "mpeg2video":
            options = {"flags": "+ilme+ildct", "field_order": "tt" if top_first else "bb", "q": "2"}
        stream = cast(VideoStream, container.add_stream(codec, rate=25, options=options))
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.bit_rate = 8_000_000
        graph = _marking(order) if marked else None
        for index, image in enumerate(images):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format="yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, 25)
            if graph is not None:
                graph.vpush(frame)
                frame = graph.vpull()
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _marking(order: str) -> av.filter.Graph:
    graph = av.filter.Graph()
    pixels = av.VideoFormat("yuv420p")
    source = graph.add_buffer(width=SIZE[0], height=SIZE[1], format=pixels, time_base=Fraction(1, 25))
    graph.link_nodes(source, graph.add("setfield", order), graph.add("buffersink")).configure()
    return graph


def combed(image: Image) -> float:
    """How much neighbouring lines differ, compared with lines two apart."""
    grey = image[..., 1].astype(float)
    return float(np.abs(grey[1:-1] - (grey[:-2] + grey[2:]) / 2).mean())


@pytest.mark.parametrize("top_first", [True, False])
@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
def test_an_interlaced_video_is_made_whole(tmp_path: Path, top_first: bool, codec: str) -> None:
    path = write(tmp_path / "tv.mkv", [woven(index, top_first) for index in range(COUNT)], top_first, codec=codec)
    with VideoDecoder(str(path)) as decoder:
        frames = list(decoder)
        notes = decoder.notes
    assert [round(frame.time, 2) for frame in frames] == [round(index / 25, 2) for index in range(COUNT)]
    assert combed(woven(5, top_first)) > 15
    for index in range(2, COUNT - 2):
        assert combed(frames[index].image) < 3
        off = np.abs(frames[index].image.astype(int) - moment(2 * index)).mean()
        assert off < 8, "the first of its two moments"
    assert notes == ("The video is interlaced; it was deinterlaced.",)


def test_what_is_marked_and_yet_whole_is_left_alone(tmp_path: Path) -> None:
    """25PsF, as camcorders write it."""
    images = [moment(2 * index) for index in range(COUNT)]
    with VideoDecoder(str(write(tmp_path / "psf.mkv", images, True))) as decoder:
        frames = list(decoder)
        assert decoder.notes == ()
    with VideoDecoder(str(write(tmp_path / "plain.mkv", images, True, marked=False))) as decoder:
        plain = list(decoder)
    assert len(frames) == len(plain) == COUNT
    for marked, whole in zip(frames[3:], plain[3:], strict=True):
        assert np.abs(marked.image.astype(int) - whole.image).mean() < 2


def test_seeking_keeps_nothing_of_another_place(tmp_path: Path) -> None:
    path = write(tmp_path / "tv.mkv", [woven(index, True) for index in range(COUNT)], True)
    with VideoDecoder(str(path)) as decoder:
        for _ in range(6):
            next(decoder)
        decoder.seek(0.12)
        again = next(decoder)
    assert again.time == pytest.approx(0.12, abs=0.01)
    assert np.abs(again.image.astype(int) - moment(6)).mean() < 8


def test_its_pictures_need_no_collector(tmp_path: Path) -> None:
    path = write(tmp_path / "tv.mkv", [woven(index, True) for index in range(60)], True)
    gc.collect()
    gc.disable()
    try:
        with VideoDecoder(str(path), DecodeOptions(at_pace=True)) as decoder:
            next(decoder)
            threads = native_threads()
            for _ in range(50):
                next(decoder)
            assert left_over(VideoFrame) <= FRAMES_IN_FLIGHT
            assert native_threads() <= threads
        kept = weakref.ref(decoder)
        del decoder
        assert kept() is None
    finally:
        gc.enable()
