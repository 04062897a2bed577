from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.picture.countdown_mark import DISC, CountdownMark


def test_it_is_there_while_it_counts_and_says_so(qtbot: QtBot) -> None:
    mark = CountdownMark()
    qtbot.addWidget(mark)
    assert not mark.counting
    mark.show_seconds(3)
    assert mark.counting
    assert mark.isVisible()
    assert mark.accessibleName() == "Recording starts in 3"
    mark.show_seconds(0)
    assert not mark.counting
    assert mark.isHidden()
    assert mark.accessibleName() == ""


def test_each_second_has_its_number_on_the_same_disc(qtbot: QtBot) -> None:
    mark = CountdownMark()
    qtbot.addWidget(mark)
    drawn = []
    for seconds in (10, 3):
        mark.show_seconds(seconds)
        drawn.append(mark.grab().toImage())
    disc = mark.rect().adjusted(0, 0, 0, DISC - mark.height())
    assert drawn[0].copy(disc) != drawn[1].copy(disc)
    hint = mark.rect().adjusted(0, DISC, 0, 0)
    assert drawn[0].copy(hint) == drawn[1].copy(hint), "the hint below stays"
