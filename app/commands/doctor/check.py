"""One line of doctor."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Check:
    """The result of one check.

    Attributes:
        name: what was checked.
        state: "warn" if the app works without it, "fail" if it does not.
        detail: what was found.
        hint: how to fix it; several steps are one line each, ready to copy.
    """

    name: str
    state: State
    detail: str
    hint: str = ""
