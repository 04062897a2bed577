"""Applies to every test: no display, no camera, and none of the user's own folders."""
from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.desktop.garbage import Collection
from tests.media import write_video
from tests.patient_bot import PatientBot

CLIP_FRAMES = 20
CLIP_SIZE = (160, 120)
HOME_VARIABLES = ("HOME", "USERPROFILE", "BACKDROP_HOME")
XDG_VARIABLES = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_VIDEOS_DIR": "Videos",
    "XDG_PICTURES_DIR": "Pictures",
}


def pytest_configure(config: pytest.Config) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """Replaces pytest-qt's own fixture of that name."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def rounds() -> Collection:
    return Collection()


@pytest.fixture(scope="session", autouse=True)
def nothing_of_qt_outlives_the_tests() -> Iterator[None]:
    """Deletes leftover widgets before Qt's own globals: later, at exit, they would use a font cache that is gone."""
    yield
    app = QApplication.instance()
    if app is None:
        return
    gc.collect()
    for window in QApplication.topLevelWidgets():
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    app.shutdown()


@pytest.fixture(autouse=True)
def collected_between_tests(rounds: Collection) -> Iterator[None]:
    """A window's garbage must not be freed in a thread of a later test; the app has a GarbageCollector for that."""
    gc.disable()
    yield
    rounds.look()


@pytest.fixture
def automatic(collected_between_tests: None) -> Iterator[None]:
    """Enables Python's automatic collection, as when the program starts."""
    gc.collect()  # otherwise earlier tests' allocations make the next collection due at once
    gc.enable()
    yield
    gc.disable()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home for every test, so that none reads or writes the user's files."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in HOME_VARIABLES:
            patch.setenv(variable, str(folder))
        for variable, name in XDG_VARIABLES.items():
            patch.setenv(variable, str(folder / name))
        yield folder


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A video of CLIP_FRAMES frames at 25 fps in CLIP_SIZE: a bright bar moves over a grey ramp."""
    images = []
    for index in range(CLIP_FRAMES):
        ramp = np.linspace(40, 160, CLIP_SIZE[0], dtype=np.uint8)
        image = np.repeat(np.tile(ramp, (CLIP_SIZE[1], 1))[:, :, None], 3, axis=2)
        image[:, index * 6 : index * 6 + 12] = (40, 200, 240)
        images.append(image)
    return write_video(tmp_path / "clip.mp4", images)
