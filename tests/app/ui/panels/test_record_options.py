from __future__ import annotations

from dataclasses import replace

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.ui.widgets.combo import Combo
from tests.app.ui.conftest import Desk

FRAME_PX = 36  # of a list: its padding on the left, the arrow on the right


def choose(combo: Combo, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_every_option_reaches_the_settings(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    for combo, value in ((options.container, "mkv"), (options.codec, "h265"), (options.split, "4gb"),
                         (options.stop_after, 30)):
        assert combo.isVisible()
        choose(combo, value)
    options.hardware.click()
    next(each for each in options.countdown.findChildren(QPushButton) if each.text() == "5 s").click()
    record = desk.session.applied[-1].record
    assert (record.container, record.codec, record.split, record.stop_after_min) == ("mkv", "h265", "4gb", 30)
    assert (record.hardware, record.countdown_s) == (False, 5)


def test_a_transparent_background_has_formats_of_its_own(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    assert not options.transparent.isVisible()
    desk.controller.change(replace(desk.controller.settings.background, kind="transparent"))
    assert options.transparent.isVisible()
    assert not options.container.isVisible()
    assert not options.codec.isVisible()
    choose(options.transparent, "mov")
    assert desk.session.applied[-1].record.transparent_container == "mov"


def test_no_choice_is_cut_off(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    desk.controller.change(replace(desk.controller.settings.background, kind="transparent"))
    QTest.qWait(0)
    for combo in options.findChildren(Combo):
        room = options.transparent.width() - FRAME_PX  # all are in one column
        widest = max(combo.fontMetrics().horizontalAdvance(combo.itemText(row)) for row in range(combo.count()))
        assert widest <= room, combo.accessibleName()


def test_options_rest_while_a_file_is_written(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    desk.window.actions_.record.trigger()
    assert not options.split.isEnabled()
    desk.window.actions_.record.trigger()
    assert options.split.isEnabled()
