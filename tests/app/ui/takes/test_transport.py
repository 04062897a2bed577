from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.ui.takes.transport import SHORTEST_S, Transport


@pytest.fixture
def transport(qtbot: QtBot) -> Transport:
    transport = Transport()
    qtbot.addWidget(transport)
    transport.open(10.0)
    return transport


def at(transport: Transport, seconds: float) -> Transport:
    transport.line.setValue(round(1000 * seconds))
    return transport


def test_a_part_is_chosen_and_told_in_words(transport: Transport, qtbot: QtBot) -> None:
    with qtbot.waitSignal(transport.trimmed):
        at(transport, 2.0).start.click()
    assert transport.part == pytest.approx((2.0, None))
    assert transport.words.text() == "0:02 to 0:10 is exported"
    at(transport, 7.0).end.click()
    assert transport.part == pytest.approx((2.0, 7.0))
    transport.whole.click()
    assert transport.part == pytest.approx((0.0, None))
    assert transport.words.text() == ""
    assert transport.whole.isHidden()


@pytest.mark.parametrize(("first", "second", "part"), [
    (("start", 6.0), ("end", 4.0), (0.0, 4.0)),
    (("end", 4.0), ("start", 6.0), (6.0, None)),
    (("start", 6.0), ("end", 6.0 + SHORTEST_S / 2), (0.0, 6.0 + SHORTEST_S / 2)),
    (("end", 10.0), ("start", 0.0), (0.0, None)),
    (("start", 10.0), ("end", 0.0), (0.0, None)),
])  # fmt: skip
def test_ends_that_would_leave_nothing_reset_the_other_one(
    transport: Transport, first: tuple[str, float], second: tuple[str, float], part: tuple[float, float | None]
) -> None:
    for which, seconds in (first, second):
        getattr(at(transport, seconds), which).click()
    assert transport.part == pytest.approx(part)


def test_a_take_that_is_too_short_is_never_trimmed(transport: Transport) -> None:
    transport.open(SHORTEST_S / 2)
    at(transport, SHORTEST_S / 4).start.click()
    at(transport, SHORTEST_S / 4).end.click()
    assert transport.part == (0.0, None)


def test_another_take_starts_whole_silently_and_stopped(transport: Transport, qtbot: QtBot) -> None:
    at(transport, 2.0).start.click()
    transport.show_playing(True)
    transport.show_silent(True)
    assert transport.play.accessibleName() == "Pause"
    with qtbot.assertNotEmitted(transport.sought):
        transport.open(3.0)
    assert transport.part == (0.0, None)
    assert transport.play.accessibleName() == "Play"
    assert transport.silent.isHidden()
    assert transport.time.text() == "0:00 / 0:03"


def test_only_the_user_seeks(transport: Transport, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(transport.sought):
        transport.show_position(5.0)
    assert transport.time.text() == "0:05 / 0:10"
    with qtbot.waitSignal(transport.sought) as sought:
        at(transport, 8.0)
    assert sought.args == [8.0]
