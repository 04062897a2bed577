"""Whether a bundle may be passed on: its licence is the GPL, and some others do not go with it."""
from __future__ import annotations

from pathlib import Path

from .inventory import Inventory

NOT_WITH_GPL = ("OpenSSL", "GPL-2.0-only", "LicenseRef-Intel-Simplified-Software-License")
PRIVATE = "**This package must not be passed on.**"
"""Begins THIRD-PARTY.md of a bundle with conflicts."""


def conflicts(inventory: Inventory) -> list[str]:
    """What is under a licence that is incompatible with the GPL, a clause for each."""
    return [f"{component.name} is under {component.licence}, which is incompatible with the GPL"
            for component in inventory.components if component.licence in NOT_WITH_GPL]


def require_passable(inside: Path) -> None:
    """Stops with a message if a bundle's own papers say that it must not be passed on.

    Raises:
        SystemExit: they do, or it has none.
    """
    papers = inside / "THIRD-PARTY.md"
    if not papers.is_file():
        raise SystemExit(f"error: {papers} is missing. Run `make package` first.")
    if PRIVATE in papers.read_text(encoding="utf-8"):
        raise SystemExit(f"error: the bundle must not be passed on, {papers} says why. Run `make package` without "
                         "LIBRARIES=wheels first.")
