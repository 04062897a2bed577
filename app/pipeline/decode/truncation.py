"""Detects truncated videos that FFmpeg does not report: Matroska (MKV, WebM) and AVI by size, MP4 by its index."""
from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

EBML, SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
SPARE_FRAMES = 1.5


class IndexCheck:
    """Compares the packets that were read from an MP4 with what its index promises."""

    def __init__(self, container: Any, stream: Any) -> None:
        self._stream = stream
        self._has_index = "mp4" in container.format.name
        self._packets = 0
        self._end = 0.0

    def note(self, packet: Any) -> None:
        """Counts a packet of the stream."""
        self._packets += packet.size > 0
        if packet.pts is not None and packet.time_base is not None:
            self._end = max(self._end, float((packet.pts + (packet.duration or 0)) * packet.time_base))

    def ends_early(self, fps: float) -> bool:
        """Whether there were fewer packets than promised, and they ended too soon; False for other formats.

        Either alone is normal for a healthy video: a trimmed one has samples that are never played.
        """
        stream = self._stream
        if not self._has_index or not stream.frames or not stream.duration or not stream.time_base:
            return False
        end = float(((stream.start_time or 0) + stream.duration) * stream.time_base)
        return self._packets < stream.frames and self._end < end - SPARE_FRAMES / fps


def is_cut_off(path: Path) -> bool:
    """Whether the file is shorter than its main block says; False for other formats, or if it does not say."""
    try:
        with path.open("rb") as file:
            return max(_matroska_bytes(file), _avi_bytes(file)) > path.stat().st_size
    except OSError:
        return False


def _matroska_bytes(file: BinaryIO) -> int:
    """The duration that a Matroska file declares; 0 if it declares none or is not Matroska."""
    header = _block(file, EBML)
    if header is None:
        return 0
    file.seek(header, 1)
    segment = _block(file, SEGMENT)
    return 0 if segment is None else file.tell() + segment


def _avi_bytes(file: BinaryIO) -> int:
    file.seek(0)
    header = file.read(12)
    is_avi = header[:4] == b"RIFF" and header[8:] == b"AVI "
    return 8 + int.from_bytes(header[4:8], "little") if is_avi else 0


def _block(file: BinaryIO, name: bytes) -> int | None:
    """How many bytes the block that begins here has; None if it is another one, or its length is left open."""
    if file.read(len(name)) != name:
        return None
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()  # the zeros before the first bit that is set
    bits = 7 * (more + 1)
    size = int.from_bytes(first + file.read(more), "big") & ((1 << bits) - 1)
    return None if size == (1 << bits) - 1 else size
