from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline import events
from app.pipeline.stats import Stats
from app.settings import BackgroundSettings
from tests.app.ui.conftest import Desk


def test_a_composite_reaches_the_screen(desk: Desk, qtbot: QtBot) -> None:
    desk.session.start()
    desk.session.publish(np.full((720, 1280, 3), (20, 140, 220), np.uint8))
    qtbot.waitUntil(lambda: desk.window.stage.preview.image is not None)
    middle = desk.window.stage.preview.geometry().center()
    color = desk.window.stage.grab().toImage().pixelColor(middle)
    assert (color.blue(), color.green(), color.red()) == (20, 140, 220)


def test_a_window_that_cannot_be_seen_lets_the_session_rest(desk: Desk, qtbot: QtBot) -> None:
    assert desk.session.watched
    desk.window.showMinimized()
    qtbot.waitUntil(lambda: not desk.session.watched)
    desk.window.showNormal()
    qtbot.waitUntil(lambda: desk.session.watched)
    desk.window.hide()
    assert not desk.session.watched
    desk.window.show()
    assert desk.session.watched


def test_recording_shows_everywhere(desk: Desk) -> None:
    desk.session.start()
    desk.session.figures = Stats(recording=Path("take.mp4"), recorded_seconds=83.4, recorded_bytes=18_400_000)
    QTest.mouseClick(desk.window.stage.bar.record, Qt.MouseButton.LeftButton)
    assert desk.session.calls[-1] == "start_recording"
    assert desk.window.stage.pill.isVisible()
    assert desk.window.stage.bar.record.accessibleName() == "Stop recording"
    assert desk.window.actions_.record.text() == "&Stop recording"
    QTest.keyClick(desk.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.calls[-1] == "stop_recording"
    assert not desk.window.stage.pill.isVisible()
    assert desk.window.stage.toast.isVisible()


@pytest.mark.parametrize(("bad", "good"), [
    (events.RecordingFailed(AppError("It cannot be written", "Why.")), events.RecordingStarted(Path("a.mp4"))),
    (events.BackgroundFailed(AppError("It is empty", "Why.")),
     events.BackgroundLoaded(BackgroundSettings("color", "#112233"))),
])
def test_bad_news_goes_when_it_is_not_so_any_more(desk: Desk, bad: events.Event, good: events.Event) -> None:
    desk.session.tell(bad)
    desk.session.tell(events.SnapshotSaved(Path("a.png")))
    assert desk.window.stage.banner.isVisible()
    desk.session.tell(good)
    assert not desk.window.stage.banner.isVisible()


@pytest.mark.parametrize("shown", [None, BackgroundSettings("color", "#112233")])
def test_a_background_that_cannot_be_read_is_not_loading_any_more(
    desk: Desk, shown: BackgroundSettings | None
) -> None:
    if shown is not None:
        desk.session.tell(events.BackgroundLoaded(shown))
    desk.controller.change(BackgroundSettings("picture", "/pictures/large.jpg"))
    desk.session.tell(events.BackgroundFailed(AppError("The picture 'large.jpg' is too large", "Shrink it.")))
    assert not desk.controller.state.loading


def test_going_back_to_the_last_background_is_no_good_news(desk: Desk) -> None:
    shown = desk.controller.settings.background
    desk.session.tell(events.BackgroundLoaded(shown))
    desk.controller.change(BackgroundSettings("picture", "empty.jpg"))
    desk.session.tell(events.BackgroundFailed(AppError("empty.jpg is empty", "Why.")))
    desk.session.tell(events.BackgroundLoaded(shown))
    assert desk.window.stage.banner.isVisible()


def test_closing_saves_everything_with_the_place_of_the_window(desk: Desk) -> None:
    desk.window.panels.background.use_number(2)
    desk.window.close()
    saved = desk.saved[-1]
    assert saved.background.kind == "color"
    assert saved.window.geometry
    desk.window.place.restore(saved.window.geometry)


def test_closing_while_recording_asks_first(desk: Desk) -> None:
    desk.session.start()
    desk.controller.toggle_recording()
    desk.dialogs.quits = False
    desk.window.actions_.quit.trigger()
    assert (desk.dialogs.quits_asked, desk.window.isVisible(), desk.controller.state.recording) == (1, True, True)
    desk.dialogs.quits = True
    desk.window.actions_.quit.trigger()
    assert (desk.dialogs.quits_asked, desk.window.isVisible()) == (2, False)


def test_closing_without_a_recording_asks_nothing(desk: Desk) -> None:
    desk.session.start()
    desk.window.close()
    assert desk.dialogs.quits_asked == 0


def interactive(window: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QComboBox, QLineEdit, QSlider)
    return [child for child in window.findChildren(QWidget)
            if isinstance(child, kinds) and not child.objectName().startswith("qt_")
            and not child.isHidden()]


def by_arrows(child: QWidget) -> bool:
    """The button in a group that the arrow keys reach from the one where Tab lands."""
    group = child.group() if isinstance(child, QAbstractButton) else None
    return group is not None and any(found.focusPolicy() & Qt.FocusPolicy.TabFocus for found in group.buttons())


def test_every_control_has_a_name_to_be_read_out(desk: Desk) -> None:
    nameless = [type(child).__name__ for child in interactive(desk.window)
                if not (child.accessibleName() or getattr(child, "text", str)())]
    assert nameless == []


def test_the_keyboard_reaches_every_visible_control(desk: Desk) -> None:
    desk.session.start()
    desk.controller.change(replace(desk.controller.settings.background, kind="color", value="#112233"))
    wanted = {child for child in interactive(desk.window) if child.isVisible() and child.isEnabled()
              and child.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert len(wanted) > 20
    unreachable = [child.accessibleName() for child in interactive(desk.window)
                   if child.isVisible() and not child.focusPolicy() & Qt.FocusPolicy.TabFocus
                   and not by_arrows(child)]
    assert unreachable == []
    reached: set[QWidget] = set()
    chain = desk.window.nextInFocusChain()
    while chain is not None and chain is not desk.window:
        reached.add(chain)
        chain = chain.nextInFocusChain()
    assert wanted <= reached
