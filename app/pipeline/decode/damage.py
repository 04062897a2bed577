"""What can turn out to be wrong with a file while it is read, and who is notified."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Damage:
    """What is wrong with a file that was read to its end.

    Attributes:
        frames: how many could be read.
        expected: about how many there should be; None if unknown.
    """

    frames: int
    expected: int | None

    def __str__(self) -> str:
        if self.expected is None or self.frames >= self.expected:
            return "The video is damaged: some of its frames could not be read."
        return f"The video is damaged or cut off: {self.frames} of about {self.expected} frames could be read."


@dataclass(frozen=True)
class Listeners:
    """Receives news about a video while it is read.

    Attributes:
        damage: called at the end of a damaged file.
        note: called with conversions that a user should know about, one sentence each, more than once if need be.
    """

    damage: Callable[[Damage], None] = lambda _: None
    note: Callable[[str], None] = lambda _: None


NOBODY = Listeners()
