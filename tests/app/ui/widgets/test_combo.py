"""The panels' combo box."""
from __future__ import annotations

from itertools import pairwise

from pytestqt.qtbot import QtBot

from app.ui.style import theme
from app.ui.widgets.combo import Combo
from tests.app.ui.conftest import Desk


def test_a_list_has_room_for_its_rows_when_it_is_first_opened(qtbot: QtBot) -> None:
    theme.apply_choice("light")
    combo = Combo("Source")
    qtbot.addWidget(combo)
    combo.addItems(["Demo clip", "Video file", "Network camera"])
    combo.show()
    combo.showPopup()
    rows = sum(combo.view().sizeHintForRow(row) for row in range(combo.count()))
    assert combo.view().height() >= rows
    combo.hidePopup()


def test_no_list_of_the_window_has_rows_on_top_of_each_other(desk: Desk) -> None:
    """Those in folded cards were laid out before the style sheet applied."""
    combos = [combo for combo in desk.window.findChildren(Combo) if combo.count() > 1]
    assert len(combos) > 5
    for combo in combos:
        combo.showPopup()
        rows = [combo.view().visualRect(combo.model().index(row, 0)) for row in range(combo.count())]
        assert all(upper.bottom() < lower.top() for upper, lower in pairwise(rows)), combo.accessibleName()
        combo.hidePopup()
