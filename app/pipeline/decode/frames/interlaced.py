"""Deinterlaces frames, which hold two fields from different moments, with bwdif (docs/decisions/0036)."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

import av
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

MADE_WHOLE = "The video is interlaced; it was deinterlaced."
Layout = tuple[int, int, str, Fraction]
# idet clears the mark of frames that are marked as interlaced but are not (25PsF), once they move enough to tell.
DETECT, FOUND = ("idet", ""), "lavfi.idet.multiple.current_frame"
DEINTERLACE = "bwdif", "mode=send_frame:parity=auto:deint=interlaced"


class Deinterlacer:
    """Takes the frames of one video. It costs nothing until the first frame that is marked as interlaced.

    Attributes:
        notes: conversions that a user should know about, one sentence each.
    """

    def __init__(self) -> None:
        self.notes: tuple[str, ...] = ()
        self._layout: Layout | None = None
        self._graph: Graph | None = None
        self._source: FilterContext | None = None
        self._sink: FilterContext | None = None

    def through(self, picture: VideoFrame) -> Iterator[VideoFrame]:
        """The frames that are ready once picture was added: itself or earlier ones. In order; none is lost or added.

        Raises:
            FFmpegError: the filters refuse it.
        """
        if self._source is None and not picture.interlaced_frame:
            yield picture
            return
        if self._layout != _layout(picture):
            yield from self.rest()
            self._open(picture)
        assert self._source is not None
        self._source.push(picture)
        yield from self._ready()

    def rest(self) -> Iterator[VideoFrame]:
        """The frames that are still held back, at the end or before a change of size."""
        if self._source is not None:
            self._source.push(None)
            yield from self._ready()
        self.forget()

    def forget(self) -> None:
        """Discards the frames that are held back, after a seek."""
        self._layout, self._graph, self._source, self._sink = None, None, None, None

    def _ready(self) -> Iterator[VideoFrame]:
        with suppress(NothingYet, NothingMore):
            while self._sink is not None:
                picture = self._sink.pull()
                assert isinstance(picture, VideoFrame)
                if picture.metadata.get(FOUND) != "progressive":
                    self.notes = (MADE_WHOLE,)
                yield picture

    def _open(self, picture: VideoFrame) -> None:
        self._layout = width, height, pixels, base = _layout(picture)
        self._graph = graph = Graph()
        graph.threads = 1
        source = graph.add_buffer(width=width, height=height, format=VideoFormat(pixels), time_base=base)
        sink = graph.add("buffersink")
        graph.link_nodes(source, graph.add(*DETECT), graph.add(*DEINTERLACE), sink).configure()
        self._source, self._sink = source, sink


def _layout(picture: VideoFrame) -> Layout:
    return picture.width, picture.height, picture.format.name, picture.time_base or Fraction(1, av.time_base)
