"""Writes composites into an animated GIF."""
from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph

from app.pipeline.encode.pixels import letterbox, opaque
from app.pipeline.encode.writer import Writer
from app.pipeline.frame import Frame

GIF_TIME_BASE = Fraction(1, 100)
SHORTEST_GAP = 2  # browsers show a frame of less than 20 ms for 100 ms
USUAL_GAP = 4
GIF_GRAPH = "palettegen=stats_mode=single", "paletteuse=new=1:dither=bayer:bayer_scale=3"


class GifWriter(Writer):
    """An animation in which each frame has its own 256 colours. Frames beyond 50 per second are left out."""

    def __init__(self, path: Path, *, live: bool = False) -> None:
        super().__init__(path, live=live)
        self._container: Any = None
        self._stream: Any = None
        self._graph: Graph | None = None
        self._size = (0, 0)
        self._last: int | None = None
        self._gaps: list[int] = []
        self._held: Any = None  # the latest packet, whose duration the next one tells

    def write(self, frame: Frame) -> None:
        time = round(frame.time * 100)
        if self._last is not None:
            if time < self._last + SHORTEST_GAP:
                self.left_out += 1
                return
            self._gaps.append(time - self._last)
        self._last = time
        image = opaque(frame.image)
        if self._graph is None:
            self._graph = self._open((image.shape[1], image.shape[0]))
        fitted = np.ascontiguousarray(letterbox(image, self._size))
        picture = av.VideoFrame.from_ndarray(fitted, format="bgr24").reformat(format="rgb24")
        picture.pts = time
        picture.time_base = GIF_TIME_BASE
        self._graph.push(picture)
        self._drain(self._graph)

    def _open(self, size: tuple[int, int]) -> Graph:
        self._size = size
        self._container = av.open(str(self._temporary), "w", format="gif", options={"loop": "0"})
        self._stream = self._container.add_stream("gif", rate=100)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = "pal8"
        self._stream.codec_context.time_base = GIF_TIME_BASE
        return _gif_graph(size)

    def _drain(self, graph: Graph) -> None:
        while True:
            try:
                picture = graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            self._mux(self._stream.encode(picture))

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            if self._held is not None:
                self._container.mux(self._held)
            self._held = packet

    def _finish(self) -> None:
        if self._graph is None:
            return
        self._graph.vpush(None)
        self._drain(self._graph)
        self._mux(self._stream.encode(None))
        if self._held is not None:
            self._held.duration = sorted(self._gaps)[len(self._gaps) // 2] if self._gaps else USUAL_GAP
            self._container.mux(self._held)
        self._container.close()

    def _abort(self) -> None:
        if self._container is not None:
            try:
                self._container.close()
            except (av.error.FFmpegError, OSError):
                return  # the file is removed anyway


def _gif_graph(size: tuple[int, int]) -> Graph:
    graph = Graph()
    width, height = size
    pixels = av.VideoFormat("rgb24")
    source = graph.add_buffer(width=width, height=height, format=pixels, time_base=GIF_TIME_BASE)
    split, sink = graph.add("split"), graph.add("buffersink")
    generate, use = (graph.add(*text.split("=", 1)) for text in GIF_GRAPH)
    source.link_to(split)
    split.link_to(use, 0, 0)
    split.link_to(generate, 1, 0)
    generate.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    return graph
