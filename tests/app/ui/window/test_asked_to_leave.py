from __future__ import annotations

import signal
import sys

import pytest

from app.ui.window.asked_to_leave import signals_to_leave_on


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminals that hang up")
@pytest.mark.parametrize(("handler", "heard"), [(signal.SIG_DFL, True), (signal.SIG_IGN, False)])
def test_a_terminal_that_closes_ends_what_it_started_but_not_what_nohup_did(
    handler: signal.Handlers, heard: bool
) -> None:
    before = signal.signal(signal.SIGHUP, handler)
    try:
        assert (signal.SIGHUP in signals_to_leave_on()) is heard
    finally:
        signal.signal(signal.SIGHUP, before)
