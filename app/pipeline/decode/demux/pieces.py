"""Finds the recordings in a file that holds several, one after another; FFmpeg alone would read only the first.

`cat a.flv b.flv` and a chained Ogg are such files. FFmpeg does read joined transport streams and MPEG streams to
their end.
"""
from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

FLV, OGG = b"FLV\x01", b"OggS"
FLV_TAG_BYTES, FLV_BACK_BYTES = 11, 4  # before and after the content of a tag
FLV_KINDS = frozenset({8, 9, 18})  # sound, pictures, script
OGG_PAGE_BYTES = 27
OGG_BEGINS = 2  # flag of a track's first page

Piece = tuple[int, int]
"""First byte, and the byte after the last."""


def pieces_of(path: Path) -> tuple[Piece, ...]:
    """Where each recording lies; empty if there is only one, or the format is another. Touches the disk."""
    try:
        with path.open("rb") as file:
            head = file.read(len(FLV))
            starts = tuple({FLV: _flv_starts, OGG: _ogg_starts}.get(head, _no_starts)(file))
            return tuple(pairwise((*starts, path.stat().st_size))) if len(starts) > 1 else ()
    except OSError:
        return ()


def _no_starts(_file: BinaryIO) -> Iterator[int]:
    yield from ()


def _flv_starts(file: BinaryIO) -> Iterator[int]:
    at = 0
    while len(head := _bytes_at(file, at, FLV_TAG_BYTES)) == FLV_TAG_BYTES:
        if head.startswith(FLV):
            yield at
            at += int.from_bytes(head[5:9], "big") + FLV_BACK_BYTES
        elif head[0] & 0x1F in FLV_KINDS:
            at += FLV_TAG_BYTES + int.from_bytes(head[1:4], "big") + FLV_BACK_BYTES
        else:
            return  # damaged; FFmpeg finds where it continues


def _ogg_starts(file: BinaryIO) -> Iterator[int]:
    at, began = 0, False
    while (head := _bytes_at(file, at, OGG_PAGE_BYTES)).startswith(OGG) and len(head) == OGG_PAGE_BYTES:
        begins = bool(head[5] & OGG_BEGINS)
        if begins and not began:
            yield at
        began = begins
        lengths = file.read(head[26])
        at += OGG_PAGE_BYTES + len(lengths) + sum(lengths)


def _bytes_at(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)
