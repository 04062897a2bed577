"""The real window on the real session, driven by clicks: choose a background, record a second, read it back."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.pipeline.bundled import demo_path
from app.settings import DEMO, BackgroundSettings, CameraSettings, RecordSettings, Settings
from app.settings_store import SettingsStore
from app.ui.application import Desktop
from app.ui.style import theme
from app.ui.window.asked_to_leave import listen_to_the_session
from app.ui.window.leaving import FINISHED
from tests.app.ui.fakes import FakeDialogs, FakeManager, SessionApp, model_of
from tests.cycles import Cycle, leave_cycles

WAIT_MS = 60_000
PROJECT = Path(__file__).parents[2]


@dataclass
class Taken:
    """A recording, read back."""

    images: list[np.ndarray]
    seconds: float


def read(path: Path) -> Taken:
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    assert frames[-1].time is not None
    return Taken([frame.to_ndarray(format="bgr24") for frame in frames], frames[-1].time)


def frames_of(path: Path, most: int) -> int:
    """How many of its frames can be decoded, up to a limit, since a window is running meanwhile."""
    with av.open(str(path)) as container:
        return sum(1 for _ in islice(container.decode(video=0), most))


@pytest.fixture
def left_over(tmp_path: Path) -> Path:
    """As after a crash in the middle of a recording."""
    path = tmp_path / "Backdrop 2026-01-01 10.00.00.part.mp4"
    shutil.copy(demo_path(), path)
    return path


@pytest.fixture
def desktop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    """The app on the demo clip, on a computer without microphones; recordings and snapshots go to tmp_path."""
    monkeypatch.setattr("app.ui.application.list_microphones", tuple)
    store = SettingsStore(tmp_path / "settings.json")
    store.save(Settings(
        camera=CameraSettings(source=DEMO), background=BackgroundSettings("blur"),
        record=RecordSettings(folder=str(tmp_path), snapshot_folder=str(tmp_path)),
    ))
    theme.apply(qapp, theme.LIGHT)
    desk = Desktop(store, lambda window: FakeDialogs(record_folder=None))
    desk.window.resize(1280, 800)
    desk.window.show()
    qtbot.waitExposed(desk.window)
    desk.start()
    yield desk
    desk.window.close()
    desk.stop()
    shiboken6.delete(desk.window)


def wait_until_live(desktop: Desktop, qtbot: QtBot) -> None:
    def live() -> None:
        state = desktop.controller.state
        assert (state.phase, state.engine) == ("live", "ready"), state

    qtbot.waitUntil(live, timeout=WAIT_MS)


def click_tile(desktop: Desktop, title: str) -> None:
    gallery = desktop.window.panels.background.gallery
    row = next(row for row, tile in enumerate(model_of(gallery).tiles) if tile.title == title)
    where = gallery.visualRect(model_of(gallery).index(row)).center()
    QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_a_file_that_the_desktop_opens_takes_the_cameras_place(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    wait_until_live(desktop, qtbot)
    shutil.copy(demo_path(), tmp_path / "talk.mp4")
    desktop.open_file(tmp_path / "talk.mp4")
    qtbot.waitUntil(lambda: desktop.controller.state.source_name == "talk.mp4", timeout=WAIT_MS)
    wait_until_live(desktop, qtbot)


def test_choose_a_background_record_and_read_the_file_back(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    window, controller = desktop.window, desktop.controller
    wait_until_live(desktop, qtbot)
    assert not window.stage.card.isVisible()
    click_tile(desktop, "Colour")
    window.panels.background.colors.field.setText("#00ff00")
    QTest.keyClick(window.panels.background.colors.field, Qt.Key.Key_Return)
    assert controller.settings.background == BackgroundSettings("color", "#00ff00", 50)

    def corner_is_green() -> bool:
        image = window.stage.preview.image
        return image is not None and image.pixelColor(5, 5).name() == "#00ff00"

    qtbot.waitUntil(corner_is_green, timeout=WAIT_MS)
    QTest.mouseClick(window.stage.bar.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: controller.stats().recorded_seconds >= 1.0, timeout=WAIT_MS)
    assert window.stage.pill.isVisible()
    QTest.mouseClick(window.stage.bar.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.stage.banner.isVisible, timeout=WAIT_MS)  # it stays, since there is no sound
    assert window.stage.banner.notice is not None
    path = window.stage.banner.notice.path
    assert path is not None
    assert path.parent == tmp_path
    taken = read(path)
    assert taken.seconds >= 0.9
    for image in taken.images:
        assert image.shape == (720, 1280, 3)
        assert np.abs(image[:40, :40].mean(axis=(0, 1)) - (0, 255, 0)).max() < 12, "the room is replaced"
        middle = image[300:420, 560:720].reshape(-1, 3).mean(axis=0)
        assert np.abs(middle - (0, 255, 0)).max() > 60, "the person is kept"


def test_a_snapshot_lands_in_its_folder(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    wait_until_live(desktop, qtbot)
    QTest.keyClick(desktop.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.png"))) == 1, timeout=WAIT_MS)
    qtbot.waitUntil(desktop.window.stage.toast.isVisible, timeout=WAIT_MS)


def test_closing_while_recording_keeps_the_file_and_the_settings(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    wait_until_live(desktop, qtbot)
    click_tile(desktop, "Colour")
    QTest.mouseClick(desktop.window.stage.bar.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.controller.stats().recorded_seconds >= 0.5, timeout=WAIT_MS)
    desktop.window.close()
    desktop.stop()
    files = list(tmp_path.glob("*.mp4"))
    assert len(files) == 1
    assert ".part" not in files[0].suffixes
    assert len(read(files[0]).images) > 3
    assert SettingsStore(tmp_path / "settings.json").load().settings.background.kind == "color"


def test_the_end_of_the_session_finishes_the_recording_and_tells(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wait_until_live(desktop, qtbot)
    QTest.mouseClick(desktop.window.stage.bar.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.controller.stats().recorded_seconds >= 0.5, timeout=WAIT_MS)
    app = SessionApp(desktop.window)
    listen_to_the_session(app, desktop.leaving, desktop.window, desktop.controller)
    app.commitDataRequest.emit(FakeManager(interacts=False))
    [file] = tmp_path.glob("*.mp4")
    assert read(file).seconds > 0
    assert FINISHED in capsys.readouterr().err
    assert not desktop.controller.state.recording, "closing now would ask"
    kept = SettingsStore(tmp_path / "settings.json").load().settings
    assert kept.window.left_take == str(file)
    desktop.leaving.tell_what_was_left(desktop.window, desktop.controller)
    assert desktop.window.stage.banner.notice is not None
    assert (desktop.window.stage.banner.notice.title, desktop.window.stage.banner.notice.path) == (FINISHED, file)
    assert desktop.controller.settings.window.left_take == ""


def test_a_source_that_is_not_a_video_says_so_and_the_demo_helps(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"this is no video")
    desktop.window.panels.camera.choose(str(broken))
    qtbot.waitUntil(lambda: desktop.controller.state.phase == "failed", timeout=WAIT_MS)
    assert desktop.window.stage.card.isVisible()
    assert "broken.mp4" in desktop.window.stage.card.accessibleName()
    desktop.window.actions_.use_demo.trigger()
    qtbot.waitUntil(lambda: desktop.controller.state.phase == "live", timeout=WAIT_MS)


def test_a_recording_that_a_crash_left_is_rescued_at_the_start(
    left_over: Path, desktop: Desktop, qtbot: QtBot
) -> None:
    banner = desktop.window.stage.banner
    qtbot.waitUntil(lambda: banner.isVisible() and banner.notice is not None, timeout=WAIT_MS)
    assert banner.notice is not None
    assert banner.notice.title == "Recording rescued"
    assert banner.notice.path == left_over.with_name("Backdrop 2026-01-01 10.00.00.mp4")
    assert frames_of(banner.notice.path, 11) == 11
    assert not left_over.exists()


def test_an_unexpected_error_is_reported_and_the_window_continues(desktop: Desktop, qtbot: QtBot) -> None:
    error = ZeroDivisionError("by nought")
    desktop.tell_uncaught(type(error), error, None)
    assert desktop.window.stage.banner.isVisible()
    assert "by nought" in desktop.window.stage.banner.accessibleName()


def test_a_worker_thread_frees_nothing_that_another_left(automatic: None, desktop: Desktop, qtbot: QtBot) -> None:
    freed_in: list[str] = []
    Cycle(freed_in)
    worker = threading.Thread(target=leave_cycles, name="worker")
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(freed_in), timeout=WAIT_MS)
    assert freed_in == [threading.current_thread().name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a program can answer")
def test_the_program_opens_its_window_and_leaves_politely_when_asked(home: Path) -> None:
    environment = {**os.environ, "BACKDROP_VERBOSE": "1"}
    with subprocess.Popen([sys.executable, str(PROJECT / "main.py")], env=environment,
                          stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        lines = []
        for line in program.stderr:
            lines.append(line)
            if "the window is open" in line:
                program.send_signal(signal.SIGTERM)
        assert program.wait(60) == 0, "".join(lines)
    assert "leaving on signal" in "".join(lines)
    assert (home / "config" / "settings.json").exists()
