"""Packets of a take's second track: the network's alpha as a PNG, with changes since the last one as text in it."""
from __future__ import annotations

import binascii
import json
import struct
from typing import Any

import cv2
import numpy as np

from app.png import decode_png
from sinet_core.arrays import Alpha8

KEYWORD = b"Backdrop\0"
TEXT = b"tEXt"
HEADER_BYTES = 8 + 25  # of PNG: its signature, then the size
MAX_PIXELS = 100_000_000  # of an alpha, as of any frame
COMPRESSION = [cv2.IMWRITE_PNG_COMPRESSION, 2]


def pack_alpha(alpha8: Alpha8, changes: dict[str, Any]) -> bytes:
    """A PNG of alpha8 (hxw uint8). changes: JSON values; {} for none."""
    _, encoded = cv2.imencode(".png", alpha8, COMPRESSION)
    data = np.asarray(encoded).tobytes()
    if not changes:
        return data
    return data[:HEADER_BYTES] + _text(json.dumps(changes).encode("ascii")) + data[HEADER_BYTES:]


def unpack_alpha(data: bytes) -> tuple[Alpha8, dict[str, Any]]:
    """What pack_alpha received. Raises ValueError if it is damaged."""
    picture = decode_png(data, MAX_PIXELS)
    if picture is None or picture.ndim != 2 or picture.dtype != np.uint8:
        raise ValueError("an alpha of the take is damaged")
    return np.asarray(picture, np.uint8), _changes(data)


def _text(text: bytes) -> bytes:
    content = TEXT + KEYWORD + text
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", binascii.crc32(content))


def _changes(data: bytes) -> dict[str, Any]:
    length, kind = struct.unpack_from(">I4s", data, HEADER_BYTES)
    start = HEADER_BYTES + 8
    content = data[start : start + length]
    if kind != TEXT or not content.startswith(KEYWORD):
        return {}
    tree = json.loads(content[len(KEYWORD) :])
    return tree if isinstance(tree, dict) else {}
