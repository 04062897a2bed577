"""A window on a session without threads."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shiboken6
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline.bundled import BundledBackground
from app.pipeline.sound.device import MicrophoneInfo
from app.settings import Settings, SoundSettings
from app.ui import qimage
from app.ui.state.bridge import Bridge
from app.ui.state.controller import Controller
from app.ui.state.jobs import Jobs
from app.ui.style import theme
from app.ui.window.build import build_window
from app.ui.window.conductor import Conductor
from app.ui.window.main_window import MainWindow
from app.ui.window.providers import Providers
from app.vault import Vault
from tests.app.ui.fakes import FakeCamera, FakeDialogs, FakeSession

CAMERAS = [FakeCamera("046d:085e@1", "BRIO"), FakeCamera("0c45:6366@2", "Integrated camera")]

MICROPHONES = [MicrophoneInfo("hw:1", "USB microphone")]


@dataclass
class Desk:
    """A window with everything that it is connected to."""

    window: MainWindow
    controller: Controller
    session: FakeSession
    dialogs: FakeDialogs
    jobs: Jobs
    saved: list[Settings]
    cameras: list[FakeCamera]
    conductor: Conductor


def thumbnail(path: Path) -> QImage:
    if not path.exists():
        raise AppError(f"There is no file '{path}'")
    return qimage.copy(np.full((9, 16, 3), 120, np.uint8))


@pytest.fixture
def bundled(tmp_path: Path) -> list[BundledBackground]:
    """A bundled picture and a bundled video."""
    items = [("office", "Office", "office.jpg"), ("waves", "Waves", "waves.mp4")]
    for _, _, file in items:
        (tmp_path / file).write_bytes(b"x")
    return [BundledBackground(name, title, tmp_path / file) for name, title, file in items]


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    result = Jobs()
    yield result
    result.stop()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, jobs: Jobs, bundled: list[BundledBackground]) -> Iterator[Desk]:
    """The whole window, shown; its session has not started yet."""
    settings = Settings(sound=SoundSettings(asked=True))
    theme.apply(qapp, theme.LIGHT)
    bridge, cameras = Bridge(), list(CAMERAS)
    saved: list[Settings] = []
    session = FakeSession(settings, on_frame=bridge.frame_ready, on_event=bridge.event_happened)
    dialogs = FakeDialogs()
    providers = Providers(session.preview.take, bundled, thumbnail, lambda: tuple(cameras),
                          lambda: MICROPHONES)
    window = build_window(providers, jobs, lambda parent: dialogs)
    controller = Controller(settings, session, saved.append, conceal=Vault().conceal)
    bridge.setParent(window)
    bridge.happened.connect(controller.on_event)
    bridge.ready.connect(window.stage.preview.show_newest)
    conductor = Conductor(window, controller, jobs, providers)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    yield Desk(window, controller, session, dialogs, jobs, saved, cameras, conductor)
    if shiboken6.isValid(window):
        window.close()
        jobs.stop()  # before the window is gone, as in the app
        shiboken6.delete(window)  # at once: a theme applied later must not style old windows, too
