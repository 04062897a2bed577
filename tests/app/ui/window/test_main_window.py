from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline import events
from app.pipeline.stats import Stats
from app.settings import BackgroundSettings
from app.ui.style import theme
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


def test_while_recording_no_way_leads_to_the_demo(desk: Desk, qtbot: QtBot) -> None:
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    source = desk.window.panels.camera.source
    qtbot.waitUntil(lambda: source.findText("BRIO") >= 0)
    before = desk.controller.settings.camera
    for recording in (True, False):
        desk.controller.toggle_recording()
        desk.window.actions_.use_demo.trigger()
        desk.controller.use_demo()
        item = source.model().index(source.findText("Demo clip"), 0)
        assert bool(source.model().flags(item) & Qt.ItemFlag.ItemIsEnabled) is not recording
        assert (desk.controller.settings.camera == before) is recording


def test_the_demo_wears_its_badge_as_long_as_it_is_the_source(desk: Desk) -> None:
    badge = desk.window.stage.demo
    assert not badge.isVisible()
    desk.session.start()
    assert badge.isVisible()
    assert desk.window.stage.preview.geometry().contains(badge.geometry())
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    assert not badge.isVisible()


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


def test_bad_news_stays_until_it_is_closed(desk: Desk) -> None:
    desk.session.tell(events.BackgroundFailed(AppError("Cannot read picture 'room.png'", "Choose another.")))
    banner = desk.window.stage.banner
    assert banner.isVisible()
    assert banner.accessibleName() == "Cannot read picture 'room.png'. Choose another."
    close = next(found for found in banner.findChildren(QAbstractButton) if found.accessibleName() == "Dismiss")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_panels_and_mirror_toggle(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    assert not desk.window.column.isVisible()
    assert not desk.controller.settings.window.show_panels
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    assert desk.window.column.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert not desk.session.applied[-1].mirror.preview


def test_a_title_folds_its_panel_and_that_is_kept(desk: Desk) -> None:
    panel = desk.window.panels.camera
    QTest.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert not panel.source.isVisible()
    assert panel.fold.accessibleName() == "Camera, folded"
    assert list(desk.controller.settings.window.folded) == ["Camera", "Speed"]
    QTest.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert panel.source.isVisible()
    assert list(desk.controller.settings.window.folded) == ["Speed"]


def test_full_screen_is_only_the_picture_and_esc_leads_back(desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F11)
    qtbot.waitUntil(desk.window.isFullScreen)
    assert not desk.window.column.isVisible()
    assert not desk.window.menuBar().isVisible()
    qtbot.waitUntil(lambda: desk.window.stage.preview.size() == desk.window.stage.size())
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not desk.window.isFullScreen())
    assert desk.window.column.isVisible()
    assert desk.window.menuBar().isVisible()


def test_the_theme_changes_at_once(desk: Desk) -> None:
    desk.window.actions_.themes["dark"].trigger()
    assert theme.current() is theme.DARK
    desk.window.actions_.themes["light"].trigger()
    assert theme.current() is theme.LIGHT
    assert desk.controller.settings.window.theme == "light"


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


def test_a_background_that_takes_long_shows_that_it_is_loading(desk: Desk, qtbot: QtBot) -> None:
    pill = desk.window.stage.loading
    large = BackgroundSettings("picture", "/pictures/large.jpg")
    desk.session.start()
    desk.controller.change(large)
    assert not pill.isVisible(), "most are there before anybody wonders"
    qtbot.waitUntil(pill.isVisible)
    desk.session.tell(events.BackgroundLoaded(BackgroundSettings("picture", "/pictures/before.jpg")))
    assert pill.isVisible()
    desk.session.tell(events.BackgroundLoaded(large))
    assert not pill.isVisible()
    desk.controller.change(BackgroundSettings("color", "#112233"))
    assert not desk.controller.state.loading


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


@pytest.mark.parametrize("width", [760, 900, 1280])
def test_a_long_message_can_be_read_and_leaves_the_pill_alone(desk: Desk, width: int) -> None:
    desk.window.resize(width, 560)
    desk.session.tell(events.RecordingStarted(Path("a.mp4")))
    hint = "Everything up to now is saved. Make room, or choose another folder."
    desk.session.tell(events.SoundLost(AppError("The disk is full, so the recording stopped and so on", hint)))
    QTest.qWait(20)
    stage = desk.window.stage
    for label in stage.banner.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    assert not stage.banner.geometry().intersects(stage.pill.geometry())
    assert stage.banner.geometry().right() <= stage.width()


def test_a_name_is_no_markup(desk: Desk) -> None:
    desk.session.tell(events.SnapshotSaved(Path("<b>bad & ugly.png")))
    texts = [label for label in desk.window.stage.toast.findChildren(QLabel) if "<b>" in label.text()]
    assert [label.textFormat() for label in texts] == [Qt.TextFormat.PlainText]


def test_the_keyboard_in_the_gallery_is_always_to_be_seen(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    panel = desk.window.panels.background
    for number in range(40):
        (tmp_path / f"{number}.png").write_bytes(b"x")
    panel.add_files(sorted(tmp_path.iterdir()))
    panel.gallery.setFocus()
    content = desk.window.column.widget()
    assert content is not None
    qtbot.waitUntil(lambda: content.height() > panel.height() > panel.gallery.height())  # it takes the tiles in
    QTest.keyClick(panel.gallery, Qt.Key.Key_Home)
    QTest.keyClick(panel.gallery, Qt.Key.Key_End)
    column = desk.window.column
    place = panel.gallery.visualRect(panel.gallery.currentIndex())
    middle = panel.gallery.mapTo(column.viewport(), place.center())
    assert column.viewport().rect().contains(middle)


def test_diagnostics_go_to_the_clipboard(desk: Desk) -> None:
    desk.window.actions_.diagnostics.trigger()
    assert "PySide6" in QGuiApplication.clipboard().text()


def test_about(desk: Desk) -> None:
    desk.window.actions_.about.trigger()
    assert desk.dialogs.about_shown == 1


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
    """One of a group through which the arrow keys lead, from the button where Tab lands."""
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


def test_the_wheel_over_a_slider_scrolls_the_panels_instead(desk: Desk) -> None:
    slider = desk.window.panels.matte.rows["coverage"].slider
    wheel = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(slider, wheel)
    assert slider.value() == 50


def test_the_theme_follows_the_system_until_one_is_chosen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Qt.ColorScheme] = []

    def palette_for(choice: str, system: Qt.ColorScheme) -> theme.Palette:
        seen.append(system)
        return theme.DARK

    monkeypatch.setattr(theme, "palette_for", palette_for)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert seen
    assert theme.current() is theme.DARK


def test_esc_calls_a_countdown_off_before_it_leaves_full_screen(desk: Desk, qtbot: QtBot) -> None:
    desk.controller.change(replace(desk.controller.settings.record, countdown_s=5))
    desk.window.set_full_screen(True)
    desk.window.actions_.record.trigger()
    mark, button = desk.window.stage.countdown, desk.window.stage.bar.record
    assert mark.isVisible()
    assert desk.window.stage.preview.geometry().contains(mark.geometry())
    assert (mark.accessibleName(), button.accessibleName()) == ("Recording starts in 5", "Cancel the countdown")
    desk.window.actions_.leave.trigger()
    assert not mark.isVisible()
    assert button.accessibleName() == "Start recording"
    assert desk.window.isFullScreen()
    assert desk.session.calls == []
    desk.window.actions_.leave.trigger()
    assert not desk.window.isFullScreen()


def test_a_pause_shows_in_button_badge_title_and_foot(desk: Desk) -> None:
    stage, pause = desk.window.stage, desk.window.actions_.pause_recording
    assert not pause.isEnabled()
    before = stage.bar.record.mapTo(stage.bar, QPoint())
    desk.window.actions_.record.trigger()
    QTest.qWait(10)
    assert stage.bar.record.mapTo(stage.bar, QPoint()) == before, "the large button stays where it is"
    desk.session.figures = Stats(recording=Path("take.mp4"), recorded_seconds=7.0)
    pause.trigger()
    assert desk.session.calls[-1] == "pause_recording"
    assert pause.isChecked()
    assert stage.pill.accessibleName() == "Recording paused"
    assert desk.window.windowTitle().startswith("Paused 0:07")
    names = [each.accessibleName() for each in stage.bar.findChildren(QAbstractButton) if each.isVisible()]
    assert "Resume recording" in names
    pause.trigger()
    assert desk.session.calls[-1] == "go_on_recording"
    assert stage.pill.accessibleName() == "Recording"
    desk.window.actions_.record.trigger()
    assert not pause.isEnabled()
