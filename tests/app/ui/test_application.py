"""Which modules a start loads: not a clock, but a list of what the first composite must not wait for."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from app.pipeline.tuning.governor import Level, costs_like
from app.settings import DEMO, CameraSettings, Settings
from app.settings_store import SettingsStore
from app.ui.application import Desktop
from tests.app.ui.fakes import FakeDialogs

START = """
import json, sys
import app.ui
early = sorted(sys.modules)
from app.settings_store import SettingsStore
from app.ui.application import Desktop
from app.ui.qt_application import make_application
from app.ui.window.asking.dialogs import Dialogs

app = make_application(["backdrop"])
desktop = Desktop(SettingsStore(), lambda window: Dialogs(window, window.memory))
desktop.window.show()
desktop.start()
modules = {"early": early, "loaded": sorted(sys.modules)}
desktop.stop()
print(json.dumps(modules))
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
EARLY = ("app.pipeline.decode", "app.pipeline.process", "sinet_core")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The modules that are loaded when a window was just started, and those that were before Qt."""
    home = tmp_path_factory.mktemp("home")
    SettingsStore(home / "config" / "settings.json").save(replace(Settings(), camera=CameraSettings(DEMO)))
    environment = {**os.environ, "BACKDROP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modules: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return modules


def test_a_start_loads_nothing_that_the_first_composite_does_not_need(start: dict[str, list[str]]) -> None:
    assert "app.pipeline.process.worker" in start["loaded"]
    assert sorted(set(start["loaded"]).intersection(LATER)) == []


def test_what_it_needs_is_loaded_before_qt(start: dict[str, list[str]]) -> None:
    """Afterwards, each import costs twice, and those of several threads wait for each other."""
    assert "PySide6" not in start["early"]
    assert [name for name in start["loaded"] if name.startswith(EARLY) and name not in start["early"]] == []


def test_our_modules_in_that_list_exist() -> None:
    ours = [name for name in LATER if name.startswith(("app.", "sinet_core."))]
    assert [name for name in ours if find_spec(name) is None] == []


def test_what_the_network_takes_here_is_shown_as_soon_as_it_is_known(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.application.stored_costs", lambda _engine: None)
    kept: list[str] = []
    monkeypatch.setattr("app.ui.application.store_costs", lambda engine, _costs: kept.append(engine))
    desktop = Desktop(SettingsStore(tmp_path / "settings.json"), lambda _window: FakeDialogs(record_folder=None))
    effort = desktop.window.panels.speed.effort
    assert effort.itemText(effort.findData("full")) == "Fine"
    keep = threading.Thread(target=desktop._keep_costs, args=("native", costs_like(Level("full"), 3.0, 8.0, (1,))))
    keep.start()
    qtbot.waitUntil(lambda: effort.itemText(effort.findData("full")) == "Fine · 3 ms", timeout=60_000)
    keep.join()
    assert kept == ["native"]
    desktop.window.close()
    desktop.stop()
    shiboken6.delete(desktop.window)


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
