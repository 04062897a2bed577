"""Measures the time from launch to the first composite on screen, and the window's memory.

Bench runs it as a separate program: python -m app.commands.bench.start BEGIN SECONDS. It prints JSON.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.settings import DEMO, CameraSettings, Settings
from app.settings_store import SettingsStore
from app.system.machine import rss_bytes

TIMEOUT_S = 60.0
RECORD_S = 5.0
PAUSE_S = 0.002


def measure_start() -> dict[str, Any] | None:
    """Measures the window with the demo; None if it cannot be started.

    Returns:
        {"very_first_composite_s", "first_composite_s": the same with a filled network cache, "recording_rss_mb"}
    """
    with tempfile.TemporaryDirectory(prefix="backdrop-start-") as home:
        settings = replace(Settings(), camera=CameraSettings(DEMO))
        SettingsStore(Path(home) / "config" / "settings.json").save(settings)  # here: a start reads, and saves none
        very_first, later = _start(home, 0.0), _start(home, RECORD_S)
    if very_first is None or later is None:
        return None
    return {"very_first_composite_s": very_first.get("first_composite_s"), **later}


def _start(home: str, record_s: float) -> dict[str, Any] | None:
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "BACKDROP_HOME": home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program does not compile its modules at each start
    command = [sys.executable, "-m", "app.commands.bench.start", str(time.time()), str(record_s)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]
    except (ValueError, IndexError):
        return None


def main(begin: float, record_s: float) -> int:
    """begin: time.time() at launch. record_s: how long to record before reading the memory."""
    from app.system.memory import collect_later, tune_allocator
    from app.system.threads import one_blas_thread

    one_blas_thread()
    tune_allocator()
    collect_later()
    from app.ui.application import Desktop
    from app.ui.qt_application import make_application
    from app.ui.window.asking.dialogs import Dialogs

    app = make_application(["backdrop"])
    desktop = Desktop(SettingsStore(), lambda window: Dialogs(window, window.memory))
    desktop.window.show()
    desktop.start()
    session, found = desktop.session, None
    end = time.time() + TIMEOUT_S
    while found is None and time.time() < end:
        composed = bool(session.stats().stage_ms)
        app.processEvents()
        if composed:
            found = time.time() - begin
        time.sleep(PAUSE_S)
    if record_s:
        session.start_recording()
    end = time.time() + record_s
    while time.time() < end:
        app.processEvents()
        time.sleep(PAUSE_S)
    rss = rss_bytes()
    desktop.stop()
    known = {"first_composite_s": round(found, 3)} if found is not None else {}
    print(json.dumps({**known, **({"recording_rss_mb": round(rss / 1e6, 1)} if rss else {})}))
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), float(sys.argv[2])))
