"""Features of a network while it is planned: what lies where, and for how long it is needed."""
from __future__ import annotations

from dataclasses import dataclass

PANEL = 16
"""Floats that the kernels work on at once; every plane is a whole number of them (kernels.h)."""
FOREVER = 1 << 30


@dataclass(eq=False)
class Memory:
    """Floats that one or several layers write.

    Attributes:
        first, last: numbers of the layers that write it first and read it last.
        offset: where it lies in the arena, floats.
    """

    floats: int
    first: int
    last: int
    offset: int = 0


@dataclass(frozen=True, eq=False)
class Feature:
    """Channels of pixels in a memory.

    Attributes:
        start: of the first channel, floats from the memory's beginning.
        plane: floats from one channel to the next.
    """

    memory: Memory
    start: int
    channels: int
    height: int
    width: int
    plane: int

    def part(self, first: int, channels: int) -> Feature:
        """Some channels of it."""
        if not 0 <= first < first + channels <= self.channels:
            raise ValueError(f"no channels {first}..{first + channels} in {self.channels}")
        start = self.start + first * self.plane
        return Feature(self.memory, start, channels, self.height, self.width, self.plane)


def new_feature(channels: int, height: int, width: int, layer: int) -> Feature:
    """In a memory of its own, written by a layer of that number."""
    plane = 1 if height == width == 1 else plane_of(height * width)
    return Feature(Memory(channels * plane, layer, layer), 0, channels, height, width, plane)


def plane_of(pixels: int) -> int:
    """Floats a channel: an odd number of panels, so that channels do not fall into the same lines of the cache."""
    panels = -(-pixels // PANEL)
    return PANEL * (panels + 1 - panels % 2)


def arrange(memories: list[Memory]) -> int:
    """Gives each memory its place, so that what is not needed at the same time may share one; floats in all."""
    placed: list[Memory] = []
    for memory in sorted(memories, key=lambda each: each.first):
        beside = [each for each in placed if each.last >= memory.first]
        memory.offset = _gap(beside, memory.floats)
        placed.append(memory)
    return max((each.offset + each.floats for each in placed), default=0)


def _gap(taken: list[Memory], floats: int) -> int:
    at = 0
    for memory in sorted(taken, key=lambda each: each.offset):
        if memory.offset - at >= floats:
            break
        at = max(at, memory.offset + memory.floats)
    return at
