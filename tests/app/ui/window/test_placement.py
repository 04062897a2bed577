"""The window on common screens: entirely visible, and always with the record button."""
from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QMargins, QPoint, QRect, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.ui.window.placement import SMALLEST, USUAL_FRAME, WISHED, first_place, held_on_screen
from tests.app.ui.conftest import Desk

SCREENS = [(1024, 700), (1280, 720), (1366, 768), (1440, 900), (1600, 900), (1920, 1080), (2560, 1440), (3840, 2160)]
SCALES = [1.0, 1.25, 1.5, 2.0]
TASKBAR_PX = 40
FULL_HD = QRect(0, 0, 1920, 1080)


def available(size: tuple[int, int], scale: float) -> QRect:
    """The area that a screen of this many real px leaves to windows, in logical px."""
    return QRect(0, 0, round(size[0] / scale), round(size[1] / scale) - TASKBAR_PX)


def test_the_first_window_fits_every_screen_and_shows_record(desk: Desk) -> None:
    """One window for all of them, since making it takes longer than checking it."""
    window = desk.window
    for size, scale in product(SCREENS, SCALES):
        screen = available(size, scale)
        place = first_place(screen)
        assert screen.contains(place.marginsAdded(USUAL_FRAME)), (size, scale)
        window.setGeometry(place)
        assert window.geometry() == place, "no part of the window asks for more than there is"
        for button in window.stage.bar.findChildren(QAbstractButton):
            corner = button.mapToGlobal(QPoint())
            assert not button.isVisible() or screen.contains(QRect(corner, button.size())), button.accessibleName()
        assert window.stage.bar.record.isVisible()
        assert window.stage.preview.height() >= 90


@pytest.mark.parametrize("size", [SMALLEST, QSize(700, 420), WISHED])
def test_panels_never_cover_record_nor_leave_the_window(desk: Desk, size: QSize) -> None:
    window = desk.window
    window.resize(size)
    for shown in (True, False, True):
        if window.column.isVisible() != shown:
            window.actions_.panels.trigger()
        assert window.column.isVisible() == shown
        record = window.stage.bar.record
        place = QRect(record.mapTo(window, QPoint()), record.size())
        column = QRect(window.column.mapTo(window, QPoint()), window.column.size())
        assert window.rect().contains(place)
        assert not shown or (window.rect().contains(column) and not column.intersects(place))


@pytest.mark.parametrize("place", [
    QRect(-5000, 200, 1280, 800), QRect(4000, 3000, 900, 600), QRect(1500, 800, 1280, 800), QRect(0, 0, 9000, 9000),
    QRect(300, -50, 700, 500),
])
def test_what_no_screen_shows_comes_back(place: QRect) -> None:
    held = held_on_screen(place, [FULL_HD])
    assert FULL_HD.contains(held.marginsAdded(USUAL_FRAME))
    assert held.size() == place.size().boundedTo(FULL_HD.marginsRemoved(USUAL_FRAME).size())


def test_what_can_be_seen_stays_where_it_is() -> None:
    second = QRect(1920, 0, 1280, 1024)
    place = QRect(2000, 100, 900, 700)
    assert held_on_screen(place, [FULL_HD, second]) == place
    assert second.contains(held_on_screen(place.translated(900, 0), [FULL_HD, second]))
    assert held_on_screen(QRect(0, 0, 1920, 1080), [FULL_HD], QMargins()) == FULL_HD


def test_painting_tools_stand_apart_in_the_smallest_window(desk: Desk) -> None:
    desk.window.resize(SMALLEST)
    bar = desk.window.stage.zone_bar
    bar.show()
    bar.setGeometry(desk.window.stage.bar.geometry())
    QTest.qWait(10)
    controls = [bar.tools, bar.size_slider, bar.undo, bar.redo, bar.clear, bar.room, bar.done]
    places = [control.geometry() for control in controls]
    assert all(bar.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for a, b in product(places, places) if a is not b)
    assert all(place.width() >= control.minimumSizeHint().width()
               for place, control in zip(places, controls, strict=True))
