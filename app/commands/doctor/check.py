"""What one line of doctor says."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Check:
    """The result of looking at one thing.

    Attributes:
        name: what was looked at.
        state: "warn": the app works without it; "fail": it does not.
        detail: what was found.
        hint: what to do when it is not ok; where it takes several steps, a line each, to be copied.
    """

    name: str
    state: State
    detail: str
    hint: str = ""
