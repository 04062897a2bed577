"""Recognises a file's kind by its first bytes, since names lie or are missing."""
from __future__ import annotations

from pathlib import Path
from typing import Literal

FileKind = Literal["picture", "heif", "video", ""]

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".webp", ".bmp", ".tif", ".tiff", ".avif",
                              ".jp2", ".ppm", ".pgm", ".tga", ".ico", ".heic", ".heif", ".jfif"})  # fmt: skip
HEAD_BYTES = 200
TS_PACKET_BYTES = 188
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
AVIF_BRANDS = {b"avif", b"avis"}
TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
PICTURES = (*TIFF, b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x0cjP  \r\n",
            b"\xff\x4f\xff\x51")
VIDEOS = (b"GIF8", b"\x1a\x45\xdf\xa3", b"OggS", b"FLV\x01", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3",
          b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")
MOTION_JPEG = (".mjpg", ".mjpeg")  # one JPEG after another; each begins like a still picture


class TiffKindError(ValueError):
    """No reader here supports this kind of TIFF; the text names it."""


def kind_of_content(path: Path) -> FileKind:
    """What the file's first bytes say; "" if they are unknown or unreadable.

    A GIF is a video, since it plays. HEIF (which includes HEIC) is a kind of its own, because Pillow needs help with
    it.
    """
    head = _head(path)
    if head[4:8] == b"ftyp":
        brands = {head[8:12]} | {head[at : at + 4] for at in range(16, min(len(head), _box_bytes(head)), 4)}
        return "picture" if brands & AVIF_BRANDS else "heif" if brands & HEIF_BRANDS else "video"
    if head[:4] == b"RIFF":
        return "picture" if head[8:12] == b"WEBP" else "video" if head[8:12] == b"AVI " else ""
    if head.startswith(PICTURES):
        return "video" if path.suffix.lower() in MOTION_JPEG else "picture"
    is_stream = len(head) > TS_PACKET_BYTES and head[0] == head[TS_PACKET_BYTES] == 0x47
    return "video" if is_stream or head.startswith(VIDEOS) else ""


def is_picture(path: Path) -> bool:
    """Whether it is a still picture (a GIF is a video), by its content, or by its name if the content is unknown."""
    kind = kind_of_content(path)
    return kind in ("picture", "heif") if kind else path.suffix.lower() in PICTURE_SUFFIXES


def is_tiff(path: Path) -> bool:
    """Whether the first bytes are a TIFF's; False if they cannot be read."""
    return _head(path).startswith(TIFF)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except (OSError, ValueError):
        return b""


def _box_bytes(head: bytes) -> int:
    return int.from_bytes(head[:4], "big")
