"""The sizes of the frames in a file, which may change on the way, as in recorded calls."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from av.codec.context import CodecContext
from av.error import FFmpegError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from app.pipeline.decode.media import open_media

Size = tuple[int, int]

HEAD_BYTES = 1024  # of a packet, which include the size
HEAD_UNITS = 6  # of H.264 and HEVC, before the frame itself
SEQUENCE_OBU = 1


def largest_size(address: str, stream_index: int) -> Size | None:
    """(width, height) px of the largest frames of a track, or of its header if larger; None if all have one size.

    Reads all packets of the file, but decodes only those that may change the size.

    Raises:
        FFmpegError, OSError: it cannot be read to its end.
    """
    with open_media(address) as container:
        stream = container.streams[stream_index]
        signature = SIGNATURES.get(stream.codec_context.name)
        if signature is None:
            return None
        promised = stream.codec_context.width, stream.codec_context.height
        sizes = list(dict.fromkeys(_sizes(stream, container.demux(stream), signature)))
    if len(sizes) < 2:
        return None
    return max((*sizes, promised), key=lambda size: size[0] * size[1])


def _sizes(
    stream: VideoStream, packets: Iterator[Packet[VideoStream]], signature: Callable[[bytes], bytes]
) -> Iterator[Size]:
    """Yields nothing as long as all keyframes begin alike."""
    known: bytes | None = None
    first: Packet[VideoStream] | None = None
    for packet in packets:
        if packet.size and packet.is_keyframe:
            begin = signature(bytes(memoryview(packet)[:HEAD_BYTES])) + _new_head(packet)
            if begin and known is None:
                known, first = begin, packet
            elif begin and begin != known:
                known = begin
                if first is not None:
                    yield from _decoded_size(stream, first)
                    first = None
                yield from _decoded_size(stream, packet)


def _new_head(packet: Packet[VideoStream]) -> bytes:
    return b"".join(bytes(data) for data in packet.iter_sidedata() if data.data_type == "new_extradata")


def _decoded_size(stream: VideoStream, packet: Packet[VideoStream]) -> Iterator[Size]:
    codec = CodecContext.create(stream.codec_context.name, "r")
    assert isinstance(codec, VideoCodecContext)
    codec.extradata = stream.codec_context.extradata
    codec.thread_count = 1
    try:
        for picture in (*codec.decode(packet), *codec.decode(None)):
            yield picture.width, picture.height
    except FFmpegError:
        return  # damaged, which decoding reports


def _vp8(head: bytes) -> bytes:
    return head[6:10]


def _vp9(head: bytes) -> bytes:
    return head[:9]


def _h264(head: bytes) -> bytes:
    return b"".join(unit for unit in _units(head) if unit[0] & 0x1F == 7)


def _hevc(head: bytes) -> bytes:
    return b"".join(unit for unit in _units(head) if unit[0] >> 1 & 0x3F == 33)


def _units(head: bytes) -> Iterator[bytes]:
    """The first units of a packet, separated by start codes or preceded by their lengths."""
    if head.startswith((b"\0\0\1", b"\0\0\0\1")):
        yield from (part for part in islice(head.split(b"\0\0\1"), 1, HEAD_UNITS) if part)
        return
    at = 0
    for _ in range(HEAD_UNITS):
        length = int.from_bytes(head[at : at + 4], "big")
        unit = head[at + 4 : at + 4 + length]
        if not unit:
            return
        yield unit
        at += 4 + length


def _mpeg2(head: bytes) -> bytes:
    at = head.find(b"\0\0\1\xb3")
    return head[at : at + 7] if at >= 0 else b""


def _av1(head: bytes) -> bytes:
    at = 0
    while at + 2 < len(head):
        kind, has_extension, has_size = head[at] >> 3 & 15, head[at] & 4, head[at] & 2
        at += 2 if has_extension else 1
        if not has_size:
            return b""
        length, count = head[at] & 0x7F, 1
        while head[at + count - 1] & 0x80 and at + count < len(head):
            length |= (head[at + count] & 0x7F) << 7 * count
            count += 1
        at += count
        if kind == SEQUENCE_OBU:
            return head[at : at + length]
        at += length
    return b""


# By codec: the part of a keyframe's packet that changes with its size.
SIGNATURES: dict[str, Callable[[bytes], bytes]] = {
    "vp8": _vp8, "vp9": _vp9, "h264": _h264, "hevc": _hevc, "mpeg1video": _mpeg2, "mpeg2video": _mpeg2,
    "av1": _av1, "libdav1d": _av1,
}  # fmt: skip
