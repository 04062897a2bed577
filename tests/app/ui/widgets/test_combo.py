"""The panels' combo box."""
from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.style import theme
from app.ui.widgets.combo import Combo


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
