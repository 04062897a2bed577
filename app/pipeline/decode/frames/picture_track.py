"""The frames in the packets of a video track, including repeated ones and their transparency."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import cast

import av
from av.codec.context import CodecContext
from av.container import InputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.pipeline.decode.frames.orientation import exif_mirrors

# FFmpeg's own decoders for these drop the alpha; libvpx's keep it.
SEE_THROUGH = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
HEAD_BYTES = 1 << 16  # of a JPEG, which include its EXIF
ALPHA_MODE = "alpha_mode"  # of a track in WebM
MAX_LEFT_OUT = 64  # pictures between two of Theora's key frames, as usually written


class PictureTrack:
    """Decodes one track, packet by packet.

    Attributes:
        mirrored: whether the EXIF of the first packet says so, as in Motion JPEG from a front camera.
    """

    def __init__(self, stream: VideoStream) -> None:
        self.mirrored = False
        self._looks_for_exif = stream.codec_context.name == "mjpeg"
        self._own = _see_through_codec(stream)
        self._stream = stream
        self._repeated: deque[int] = deque()  # when the previous frame is shown again, in ticks of the track
        self._last: VideoFrame | None = None

    def pictures(self, packet: Packet[VideoStream]) -> Iterator[VideoFrame]:
        """The frames that are ready once packet was added. An empty packet repeats the previous frame; the very last
        packet has no time.

        Raises:
            FFmpegError: it is damaged.
        """
        if self._looks_for_exif:
            self.mirrored = exif_mirrors(bytes(memoryview(packet)[:HEAD_BYTES]))
            self._looks_for_exif = False
        is_last = packet.pts is None and not packet.size
        if packet.size or is_last:
            for picture in packet.decode() if self._own is None else self._own.decode(packet):
                yield from self._repeats(picture.pts)
                yield picture
                self._last = picture
        elif packet.pts is not None:  # FFmpeg would take it for the end of the stream
            self._repeated.append(packet.pts)
        if is_last:
            self._repeated.extend(self._left_out())
            yield from self._repeats(None)

    def forget(self) -> None:
        """After a seek, the next packets are from another position."""
        self._repeated.clear()
        self._last = None
        if self._own is not None:
            self._own.flush_buffers()

    def _repeats(self, before: int | None) -> Iterator[VideoFrame]:
        while self._repeated and (before is None or self._repeated[0] < before):
            time = self._repeated.popleft()
            if self._last is not None:
                self._last.pts = time
                yield self._last

    def _left_out(self) -> Iterator[int]:
        """When the last frame of a Theora track is repeated, up to the end of the file, since writers leave out the
        empty packets at the end."""
        stream, container = self._stream, cast(InputContainer, self._stream.container)
        duration = container.duration
        if stream.codec_context.name != "theora" or not (duration and stream.average_rate and stream.time_base):
            return
        step = round(1 / (stream.average_rate * stream.time_base))
        end = (duration + (container.start_time or 0)) / av.time_base / float(stream.time_base)
        last = self._repeated[-1] if self._repeated else self._last.pts if self._last is not None else None
        if last is not None and step > 0:
            missing = min(MAX_LEFT_OUT, round((end - last) / step) - 1)
            yield from (last + step * number for number in range(1, missing + 1))


def _see_through_codec(stream: VideoStream) -> VideoCodecContext | None:
    known = stream.codec_context
    name = SEE_THROUGH.get(known.name)
    if name is None or stream.metadata.get(ALPHA_MODE) != "1":
        return None
    codec = CodecContext.create(name, "r")
    assert isinstance(codec, VideoCodecContext)
    codec.thread_count = known.thread_count
    return codec
