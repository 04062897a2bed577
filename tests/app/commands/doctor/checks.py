"""Helper for the tests of doctor's checks."""
from __future__ import annotations

from collections.abc import Iterable

from app.commands.doctor.check import Check


def only(checks: Iterable[Check]) -> Check:
    """The single result of a check."""
    (check,) = checks
    return check
