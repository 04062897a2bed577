from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline import events
from app.pipeline.stats import Stats
from app.settings import BackgroundSettings
from app.ui.state.view_state import ViewState
from app.ui.style import theme
from tests.app.ui.conftest import Desk


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(desk: Desk, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, data,
                            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(desk.window, event)
    return event


def drop(desk: Desk, data: QMimeData) -> None:
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data,
                       Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk.window, event)


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


def test_the_state_card_comes_and_goes(desk: Desk, qtbot: QtBot) -> None:
    card = desk.window.stage.card
    assert card.isVisible()
    assert card.geometry() == desk.window.stage.preview.picture.toRect().translated(
        desk.window.stage.preview.pos())
    desk.session.start()
    assert not card.isVisible()
    desk.session.tell(events.SourceLost("BRIO", AppError("BRIO sends no pictures")))
    assert card.isVisible()
    assert "BRIO sends no pictures" in card.accessibleName()


def test_the_cards_button_leads_to_the_demo(desk: Desk, qtbot: QtBot) -> None:
    desk.session.tell(events.SourceEnded("a.mp4", AppError("Damaged", "Choose another.")))
    button = next(found for found in desk.window.stage.card.findChildren(QAbstractButton)
                  if found.text() == "Use demo clip")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.session.applied[-1].camera.source == "demo"


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


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_another_camera_is_chosen_from_the_list_that_the_card_opens(desk: Desk, qtbot: QtBot) -> None:
    desk.session.start()
    panel = desk.window.panels.camera
    panel.set_folded(True)
    desk.window.actions_.panels.trigger()
    desk.session.tell(events.SourceLost("BRIO", AppError("BRIO sends no pictures")))
    button = next(found for found in desk.window.stage.card.findChildren(QAbstractButton)
                  if found.text() == "Choose another camera")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.source.isVisible()
    assert panel.source.view().isVisible()
    panel.source.hidePopup()


def test_the_address_of_a_lost_network_camera_is_changed_from_the_card(desk: Desk) -> None:
    address = "http://me:***@cam/video"
    desk.session.tell(events.SourceLost("cam/video", AppError("cam/video does not answer"), address))
    button = next(found for found in desk.window.stage.card.findChildren(QAbstractButton)
                  if found.text() == "Change address")
    before = desk.controller.settings
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.dialogs.asked_about == [address]
    assert desk.controller.settings == before, "the user thought better of it"
    desk.dialogs.url = "http://me:***@cam:8080/video"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.session.applied[-1].camera.source == desk.dialogs.url


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


@pytest.mark.parametrize(("key", "modifier", "call"), [
    (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, "take_snapshot"),
    (Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, "start_recording"),
])
def test_keys_reach_the_session(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, call: str) -> None:
    QTest.keyClick(desk.window, key, modifier)
    assert desk.session.calls == [call]


def test_digits_choose_backgrounds(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_3)
    assert desk.controller.settings.background.value == "office"


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


def test_files_dropped_anywhere_are_added_and_used(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "beach.png"
    path.write_bytes(b"x")
    assert enter(desk, mime(path)).isAccepted()
    assert desk.window.stage.drop_hint.isVisible()
    drop(desk, mime(path))
    assert not desk.window.stage.drop_hint.isVisible()
    assert desk.controller.settings.background.value == str(path)


def test_what_is_no_background_is_refused(desk: Desk, tmp_path: Path) -> None:
    for nothing in (tmp_path / "gone.txt", tmp_path):
        assert not enter(desk, mime(nothing)).isAccepted()
        assert not desk.window.stage.drop_hint.isVisible()


def test_the_keys_are_listed_and_any_key_closes_the_list(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    assert desk.window.shortcuts.isVisible()
    QTest.keyClick(desk.window.shortcuts, Qt.Key.Key_A)
    assert not desk.window.shortcuts.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_F11, Qt.Key.Key_2, Qt.Key.Key_Tab])
def test_a_key_that_closes_the_list_does_nothing_else_and_the_keyboard_goes_back(desk: Desk, key: Qt.Key) -> None:
    gallery = desk.window.panels.background.gallery
    gallery.setFocus()
    desk.window.actions_.split.trigger()
    before = desk.controller.settings
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    assert desk.window.shortcuts.hasFocus()
    QTest.keyClick(desk.window.shortcuts, key)
    assert not desk.window.shortcuts.isVisible()
    assert desk.controller.settings == before
    assert desk.window.views.look == "split"
    assert not desk.window.isFullScreen()
    assert gallery.hasFocus()


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


def test_what_the_pipeline_can_read_can_be_dropped(desk: Desk, tmp_path: Path) -> None:
    assert enter(desk, mime(tmp_path / "photo.avif")).isAccepted()


def test_diagnostics_go_to_the_clipboard(desk: Desk) -> None:
    desk.window.actions_.diagnostics.trigger()
    assert "PySide6" in QGuiApplication.clipboard().text()


def test_about(desk: Desk) -> None:
    desk.window.actions_.about.trigger()
    assert desk.dialogs.about_shown == 1


def test_the_foot_is_for_people_and_has_figures_on_request(desk: Desk) -> None:
    desk.session.start()
    figures = desk.window.figures
    measured = (figures.latency, figures.dropped, figures.cores, figures.engine)
    desk.window.show_stats(Stats(29.7, 41.2, dropped=3, engine="SINet", cores=0.41))
    assert figures.fps.isVisible()
    assert not any(figure.isVisible() for figure in (*measured, figures.doing, figures.slow))
    desk.window.actions_.figures.trigger()
    assert all(figure.isVisible() for figure in measured)
    assert desk.controller.settings.window.show_figures
    desk.controller.toggle_recording()
    for dropped in range(4, 9):
        desk.window.show_stats(Stats(9.0, dropped=dropped, recorded_seconds=7.0))
    assert figures.doing.text() == "Recording 0:07"
    assert figures.slow.text().startswith("Slow: ")
    assert figures.slow.isVisible()


def test_the_foot_shows_what_is_measured(desk: Desk, qtbot: QtBot) -> None:
    desk.session.start()
    desk.session.figures = Stats(
        29.7, 41.2, dropped=3, stage_ms={"segment": 6.1}, engine="SINet 224×224 · OpenVINO", note="smaller", cores=0.41)
    figures = desk.window.figures
    qtbot.waitUntil(lambda: figures.fps.text() == "30 fps")
    assert figures.latency.text() == "41 ms"
    assert figures.dropped.text() == "3 dropped"
    assert figures.engine.text() == "SINet 224×224 · OpenVINO · smaller"
    assert figures.cores.text() == "41% of a core"
    assert figures.source.text() == "Demo clip · 1280×720"


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


def test_a_recording_is_seen_in_title_and_icon(desk: Desk) -> None:
    plain = desk.window.windowIcon().pixmap(32, 32).toImage()
    desk.session.start()
    desk.controller.toggle_recording()
    desk.window.show_stats(Stats(recording=Path("take.mp4"), recorded_seconds=42.3))
    assert desk.window.windowTitle() == "● 0:42 – Backdrop"
    corner = desk.window.windowIcon().pixmap(32, 32).toImage().pixelColor(24, 24)
    assert corner.red() > 200 > 100 > corner.green()
    desk.controller.toggle_recording()
    assert desk.window.windowTitle() == "Backdrop"
    assert desk.window.windowIcon().pixmap(32, 32).toImage() == plain


def test_a_damaged_place_is_no_harm(desk: Desk) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    desk.window.place.restore("no base64 ünd no geometry")
    assert room.contains(desk.window.frameGeometry())


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


def test_in_full_screen_the_bar_rests_until_the_mouse_moves(desk: Desk, qtbot: QtBot) -> None:
    stage = desk.window.stage
    desk.window.set_full_screen(True)
    assert stage.bar.isVisible()
    qtbot.waitUntil(lambda: not stage.bar.isVisible())
    where = QPointF(9, 9)  # the offscreen screen has no mouse of its own
    move = QMouseEvent(QEvent.Type.MouseMove, where, where, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
                       Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(stage.preview, move)
    assert stage.bar.isVisible()


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


def test_figures_are_read_aloud_with_their_values_and_fit_a_small_window(desk: Desk) -> None:
    figures = desk.window.figures
    note = "SINet 192×320 · kernels · the size that this machine has room for, as far as can be told"
    desk.window.actions_.figures.trigger()
    desk.window.show_stats(Stats(fps=30.0, latency_ms=41.0, engine=note))
    desk.window.resize(desk.window.minimumSize())
    QTest.qWait(10)
    assert figures.latency.accessibleName() == "Latency: 41 ms"
    assert figures.engine.width() < figures.engine.sizeHint().width()
    assert note in figures.engine.toolTip()
    assert figures.engine.geometry().right() <= figures.width()


def test_a_source_of_unknown_size_has_no_empty_fact(desk: Desk) -> None:
    desk.session.tell(events.SourceLost("Camera", AppError("gone", "")))
    assert desk.window.figures.source.text() == "Camera"


def test_the_bar_keeps_its_buttons_apart_in_the_smallest_window_and_a_long_take(desk: Desk) -> None:
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    desk.window.resize(desk.window.minimumSize())
    bar = desk.window.stage.bar
    bar.show_state(ViewState(recording=True))
    bar.show_stats(Stats(recording=Path("take.mp4"), recorded_seconds=3723.0, recorded_bytes=1_300_000_000))
    QTest.qWait(10)
    buttons = [child for child in bar.findChildren(QAbstractButton) if child.isVisible()]
    places = sorted((child.mapTo(bar, QPoint()).x(), child.width()) for child in buttons)
    assert len(places) >= 8
    assert all(left + width <= right for (left, width), (right, _) in pairwise(places))
    assert sum(places[-1]) <= bar.width()


def test_a_network_camera_that_is_used_again_is_remembered_once_and_without_its_password(desk: Desk) -> None:
    for address in ("http://me:old@cam/v", "http://other/v", "http://me:new@cam/v"):
        desk.window.memory.remember_address(address)
    assert desk.window.memory.last_addresses() == ("http://me:***@cam/v", "http://other/v")


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


@pytest.mark.parametrize("recording", [False, True])
def test_beside_the_panels_of_a_narrow_window_the_bar_shows_every_button_whole(desk: Desk, recording: bool) -> None:
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    desk.window.resize(760, 480)
    if recording:
        desk.window.actions_.record.trigger()
    QTest.qWait(10)
    bar = desk.window.stage.bar
    buttons = [child for child in bar.findChildren(QAbstractButton) if child.isVisible()]
    places = sorted((child.mapTo(bar, QPoint()).x(), child.width()) for child in buttons)
    assert all(left + width <= right for (left, width), (right, _) in pairwise(places))
    assert sum(places[-1]) <= bar.width()
    assert places[0][0] >= 0
    assert {"Stop recording", "Pause recording"} <= {each.accessibleName() for each in buttons} or not recording
