"""What the tests of the checks ask of them."""
from __future__ import annotations

from collections.abc import Iterable

from app.commands.doctor.check import Check


def only(checks: Iterable[Check]) -> Check:
    """The one result that there must be."""
    (check,) = checks
    return check
