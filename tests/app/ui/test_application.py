"""Which modules a start loads: not a clock, but a list of what the first composite must not wait for."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

from app.settings import DEMO, CameraSettings, Settings
from app.settings_store import SettingsStore

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
    "asyncio", "cryptography", "email", "hashlib", "http", "importlib.metadata", "keyring", "multiprocessing",
    "onnxruntime", "pi_heif", "ssl", "torch", "unittest", "urllib.request", "PIL.ImageCms", "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin", "PIL.TiffImagePlugin",
    # Our own: each has one place that loads it on demand.
    "app.pipeline.decode.stills.conversion", "app.pipeline.render.render", "app.pipeline.render.queue",
    "app.pipeline.replay", "app.pipeline.sinks.recorder", "app.pipeline.takes.take_file",
    "app.pipeline.encode.recording_file",
    "app.ui.queue", "app.ui.takes.page", "app.ui.takes.editor",
)  # fmt: skip


def test_a_start_loads_nothing_that_the_first_composite_does_not_need() -> None:
    SettingsStore().save(replace(Settings(), camera=CameraSettings(DEMO)))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "app.pipeline.process.worker" in loaded
    assert sorted(loaded.intersection(LATER)) == []


def test_our_modules_in_that_list_exist() -> None:
    assert [name for name in LATER if name.startswith("app.") and find_spec(name) is None] == []
