"""Which modules a start loads: not a clock, but a list of what the first composite must not wait for."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from app.settings import DEMO, CameraSettings, Settings
from app.settings_store import SettingsStore
from app.ui.application import Desktop
from tests.app.ui.fakes import FakeDialogs

START = """
import json, sys
from app.settings_store import SettingsStore
from app.ui.application import Desktop
from app.ui.qt_application import make_application
from app.ui.window.asking.dialogs import Dialogs

app = make_application(["backdrop"])
desktop = Desktop(SettingsStore(), lambda window: Dialogs(window, window.memory))
desktop.window.show()
desktop.start()
loaded = sorted(sys.modules)
desktop.stop()
print(json.dumps(loaded))
"""
LATER = (
    # Modules of Python and of packages.
    "asyncio", "cryptography", "email", "hashlib", "http", "importlib.metadata", "importlib.resources", "keyring",
    "multiprocessing", "onnxruntime", "pi_heif", "ssl", "torch", "unittest", "urllib.request", "PIL",
    # Our own: each has one place that loads it on demand.
    "app.pipeline.background.fetching", "app.pipeline.decode.stills.pictures", "app.pipeline.encode.codecs.codec",
    "app.pipeline.encode.codecs.hardware_probe", "app.pipeline.encode.recording_file",
    "app.pipeline.encode.take_format", "app.pipeline.render", "app.pipeline.replay",
    "app.pipeline.sinks.recorder", "app.pipeline.sinks.virtual_camera",
    "app.pipeline.sound.devices", "app.pipeline.sound.microphone", "app.pipeline.sound.noise",
    "app.pipeline.sources.network_camera", "app.pipeline.sources.picture", "app.pipeline.takes.take_file",
    "app.ui.desktop.diagnostics", "app.ui.desktop.screenshot", "app.ui.panels.file_options",
    "app.ui.picture.sound_card", "app.ui.queue", "app.ui.takes", "app.ui.window.asking.address_dialog",
    "sinet_core.inference.mean_of_networks",
)  # fmt: skip
OF_FILES = ("av", "app.pipeline.background.video", "app.pipeline.decode.decoder", "app.pipeline.sources.video")
"""What a camera does without, too."""


def loaded_with(source: str) -> set[str]:
    """The modules of a window that was just started."""
    SettingsStore().save(replace(Settings(), camera=CameraSettings(source)))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(("source", "later"), [(DEMO, LATER), ("camera:none", LATER + OF_FILES)])
def test_a_start_loads_nothing_that_the_first_composite_does_not_need(source: str, later: tuple[str, ...]) -> None:
    loaded = loaded_with(source)
    assert "app.pipeline.process.worker" in loaded
    assert sorted(loaded.intersection(later)) == []


def test_our_modules_in_that_list_exist() -> None:
    ours = [name for name in LATER + OF_FILES if name.startswith(("app.", "sinet_core."))]
    assert [name for name in ours if find_spec(name) is None] == []


def test_a_file_to_open_is_opened_instead_of_the_camera(qtbot: QtBot, clip: Path, tmp_path: Path) -> None:
    """While the window is built, and without the camera being opened before."""
    store = SettingsStore(tmp_path / "settings.json")
    store.save(replace(Settings(), camera=CameraSettings("camera:none")))
    desktop = Desktop(store, lambda _window: FakeDialogs(record_folder=None), source=clip)
    sources: list[str] = []
    desktop.controller.state_changed.connect(lambda state: sources.append(state.source_name))
    qtbot.waitUntil(lambda: clip.name in sources, timeout=60_000)
    assert set(sources) <= {"", clip.name}
    assert desktop.controller.settings.camera.source == str(clip)
    desktop.window.close()
    desktop.stop()
    shiboken6.delete(desktop.window)
