"""pytest-qt's robot, with longer timeouts for a busy machine: five seconds were not always enough."""
# ruff: noqa: N815  pytest-qt's names
from __future__ import annotations

from functools import partialmethod

from pytestqt.qtbot import QtBot

TIMEOUT_MS = 60_000


class PatientBot(QtBot):
    """Waits longer before it gives up; conditions met earlier end the wait as usual."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=TIMEOUT_MS)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=TIMEOUT_MS)
    waitSignals = partialmethod(QtBot.waitSignals, timeout=TIMEOUT_MS)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=TIMEOUT_MS)
    waitActive = partialmethod(QtBot.waitActive, timeout=TIMEOUT_MS)
