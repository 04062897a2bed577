from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.widgets.combo import Combo
from tests.app.ui.conftest import Desk

FRAME_PX = 36  # of a list: its padding on the left, the arrow on the right


def choose(combo: Combo, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_every_option_reaches_the_settings(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    for combo, value in ((options.files.container, "mkv"), (options.files.codec, "h265"), (options.files.split, "4gb"),
                         (options.files.stop_after, 30)):
        assert combo.isVisible()
        choose(combo, value)
    options.files.hardware.click()
    next(each for each in options.countdown.findChildren(QPushButton) if each.text() == "5 s").click()
    record = desk.session.applied[-1].record
    assert (record.container, record.codec, record.split, record.stop_after_min) == ("mkv", "h265", "4gb", 30)
    assert (record.hardware, record.countdown_s) == (False, 5)


def test_a_transparent_background_has_formats_of_its_own(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    assert not options.files.transparent.isVisible()
    desk.controller.change(replace(desk.controller.settings.background, kind="transparent"))
    assert options.files.transparent.isVisible()
    assert not options.files.container.isVisible()
    assert not options.files.codec.isVisible()
    choose(options.files.transparent, "mov")
    assert desk.session.applied[-1].record.transparent_container == "mov"


def test_no_choice_is_cut_off(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    desk.controller.change(replace(desk.controller.settings.background, kind="transparent"))
    QTest.qWait(0)
    for combo in options.findChildren(Combo):
        room = options.files.transparent.width() - FRAME_PX  # all are in one column
        widest = max(combo.fontMetrics().horizontalAdvance(combo.itemText(row)) for row in range(combo.count()))
        assert widest <= room, combo.accessibleName()


def test_the_keyboard_reaches_them_in_the_order_of_the_screen(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    reached: list[QWidget] = []
    widget = options.more.nextInFocusChain()
    while widget is not None and len(reached) < len(options.files.in_order):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            reached.append(widget)
        widget = widget.nextInFocusChain()
    assert reached == list(options.files.in_order)


def test_options_that_are_opened_late_are_those_of_now(desk: Desk) -> None:
    desk.controller.change(replace(desk.controller.settings.record, container="mkv", stop_after_min=30))
    desk.window.actions_.record.trigger()
    options = desk.window.panels.record.options
    options.more.click()
    assert (options.files.container.currentData(), options.files.stop_after.currentData()) == ("mkv", 30)
    assert not options.files.isEnabled()
    options.more.click()
    assert not options.files.isVisible()


def test_options_rest_while_a_file_is_written(desk: Desk) -> None:
    options = desk.window.panels.record.options
    options.more.click()
    desk.window.actions_.record.trigger()
    assert not options.files.split.isEnabled()
    desk.window.actions_.record.trigger()
    assert options.files.split.isEnabled()
