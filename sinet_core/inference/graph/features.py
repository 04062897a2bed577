"""Features of a network while it is planned: where each one lies, and for how long it is needed."""
from __future__ import annotations

from dataclasses import dataclass

PANEL = 16
"""Floats that the kernels process at once; a plane is a whole number of panels (kernels.h)."""
FOREVER = 1 << 30


@dataclass(eq=False)
class Memory:
    """Memory that one or several layers write.

    Attributes:
        first, last: numbers of the layers that write it first and read it last.
        offset: its place in the arena, in floats.
    """

    floats: int
    first: int
    last: int
    offset: int = 0


@dataclass(frozen=True, eq=False)
class Feature:
    """Channels of pixels in a block of memory.

    Attributes:
        start: of the first channel, in floats from the memory's beginning.
        plane: floats from one channel to the next.
    """

    memory: Memory
    start: int
    channels: int
    height: int
    width: int
    plane: int

    def part(self, first: int, channels: int) -> Feature:
        """A view of some of the channels."""
        if not 0 <= first < first + channels <= self.channels:
            raise ValueError(f"no channels {first}..{first + channels} in {self.channels}")
        start = self.start + first * self.plane
        return Feature(self.memory, start, channels, self.height, self.width, self.plane)


def new_feature(channels: int, height: int, width: int, layer: int) -> Feature:
    """A feature in memory of its own, written by the layer of that number."""
    plane = 1 if height == width == 1 else plane_of(height * width)
    return Feature(Memory(channels * plane, layer, layer), 0, channels, height, width, plane)


def plane_of(pixels: int) -> int:
    """Floats per channel: an odd number of panels, so that channels do not compete for the same cache lines."""
    panels = -(-pixels // PANEL)
    return PANEL * (panels + 1 - panels % 2)


def arrange(memories: list[Memory]) -> int:
    """Assigns each memory its place, sharing places between lifetimes; returns the total in floats."""
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
