"""Detects a truncated Matroska (MKV, WebM) or AVI file, which FFmpeg does not report."""
from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

EBML, SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"


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
    """How many bytes the block that begins here has; None where it is another one, or its end is left open."""
    if file.read(len(name)) != name:
        return None
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()  # the zeros before the first bit that is set
    bits = 7 * (more + 1)
    size = int.from_bytes(first + file.read(more), "big") & ((1 << bits) - 1)
    return None if size == (1 << bits) - 1 else size
