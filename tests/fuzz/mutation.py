"""Valid files, damaged at random."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
MAX_STEPS = 8
MAX_PIECE = 4096
HEAD_BYTES = 512  # where sizes, counts and offsets are


def mutate(seeds: Sequence[bytes], random: Random) -> bytes:
    """One of seeds with one to eight changes; now and then unchanged."""
    data = bytearray(random.choice(seeds))
    for _ in range(random.randrange(MAX_STEPS + 1)):
        random.choice(WAYS)(data, seeds, random)
    return bytes(data)


def _place(data: bytearray, random: Random) -> int:
    """Near the beginning every other time."""
    end = min(len(data), HEAD_BYTES) if random.random() < 0.5 else len(data)
    return random.randrange(end) if end else 0


def _flip_bit(data: bytearray, _seeds: Sequence[bytes], random: Random) -> None:
    if data:
        data[_place(data, random)] ^= 1 << random.randrange(8)


def _set_byte(data: bytearray, _seeds: Sequence[bytes], random: Random) -> None:
    if data:
        data[_place(data, random)] = random.randrange(256)


def _set_number(data: bytearray, _seeds: Sequence[bytes], random: Random) -> None:
    """Sets a size or count to a limit of its type."""
    at, width = _place(data, random), random.choice((1, 2, 4))
    value = random.choice(EDGES) & ((1 << 8 * width) - 1)
    data[at : at + width] = value.to_bytes(width, random.choice(("big", "little")))


def _cut_end(data: bytearray, _seeds: Sequence[bytes], random: Random) -> None:
    del data[_place(data, random) :]


def _remove(data: bytearray, _seeds: Sequence[bytes], random: Random) -> None:
    at = _place(data, random)
    del data[at : at + random.randrange(1, MAX_PIECE)]


def _repeat(data: bytearray, _seeds: Sequence[bytes], random: Random) -> None:
    at = _place(data, random)
    data[at:at] = data[at : at + random.randrange(1, MAX_PIECE)]


def _splice(data: bytearray, seeds: Sequence[bytes], random: Random) -> None:
    """Inserts a piece of another valid file."""
    other = random.choice(seeds)
    start = random.randrange(len(other)) if other else 0
    at = _place(data, random)
    data[at : at + random.randrange(MAX_PIECE)] = other[start : start + random.randrange(1, MAX_PIECE)]


def _insert_noise(data: bytearray, _seeds: Sequence[bytes], random: Random) -> None:
    at = _place(data, random)
    data[at:at] = random.randbytes(random.randrange(1, 64))


Way = Callable[[bytearray, Sequence[bytes], Random], None]
WAYS: tuple[Way, ...] = (
    _flip_bit, _set_byte, _set_number, _set_number, _cut_end, _remove, _repeat, _splice, _insert_noise,
)  # fmt: skip
