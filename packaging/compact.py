"""Drops from a Linux library what is never loaded: debugging symbols and the gaps that patching tools leave.

strip is no choice: it moves what wheel builders patched and leaves libraries that do not load ("load command
address/offset not page-aligned"). Here every loaded segment is copied as it is, only closer to the one before; that
its bytes and its address in memory stay the same does not depend on how the library was made.
"""
from __future__ import annotations

import struct
from dataclasses import astuple, dataclass, replace

IDENTITY = b"\x7fELF\x02\x01"  # 64 bits, little endian
# Places in the file header: of the program headers (place, then size and number), of the section headers.
TABLE, TABLE_SIZE, SECTIONS, SECTION_COUNT = 0x20, 0x36, 0x28, 0x3C
PROGRAM = struct.Struct("<IIQQQQQQ")
LOAD = 1


@dataclass(frozen=True)
class Segment:
    """A program header: file and memory positions in bytes."""

    kind: int
    flags: int
    offset: int
    address: int
    physical: int
    length: int
    memory: int
    align: int

    def holds(self, offset: int, length: int) -> bool:
        return self.offset <= offset and offset + length <= self.offset + self.length


def compacted(data: bytes) -> bytes | None:
    """The library without what lies between and after its loaded segments; None if it is of a kind not known here.

    Sections go, too: debuggers and linkers read them, the loader does not.
    """
    (start,) = struct.unpack_from("<Q", data, TABLE)
    size, count = struct.unpack_from("<HH", data, TABLE_SIZE)
    if not data.startswith(IDENTITY) or size != PROGRAM.size:
        return None
    table = [Segment(*PROGRAM.unpack_from(data, start + size * index)) for index in range(count)]
    loaded = sorted((part for part in table if part.kind == LOAD and part.length), key=lambda part: part.offset)
    places = [(start, size * count), *((part.offset, part.length) for part in table if part.length)]
    if not loaded or loaded[0].offset or not all(_is_loaded(loaded, *place) for place in places):
        return None
    result, moves = _close_up(data, loaded)
    for index, part in enumerate(table):
        moved = replace(part, offset=_moved(moves, part.offset) if part.length else 0)
        PROGRAM.pack_into(result, _moved(moves, start) + size * index, *astuple(moved))
    struct.pack_into("<Q", result, TABLE, _moved(moves, start))
    struct.pack_into("<Q", result, SECTIONS, 0)
    struct.pack_into("<HH", result, SECTION_COUNT, 0, 0)
    return bytes(result)


def _is_loaded(loaded: list[Segment], offset: int, length: int) -> bool:
    return any(part.holds(offset, length) for part in loaded)


def _close_up(data: bytes, loaded: list[Segment]) -> tuple[bytearray, dict[Segment, int]]:
    """The segments one behind the other, and the new place of each."""
    result = bytearray()
    moves: dict[Segment, int] = {}
    for part in loaded:
        place = len(result) + (part.address - len(result)) % max(part.align, 1)
        result += bytes(place - len(result)) + data[part.offset : part.offset + part.length]
        moves[part] = place
    return result, moves


def _moved(moves: dict[Segment, int], offset: int) -> int:
    return next(place + offset - part.offset for part, place in moves.items() if part.holds(offset, 1))
