"""Takes screenshots of every state of the window, for the README and for inspection: make screenshots.

Drives the real window and the real session offscreen on the demo clip. Only states that a machine without a camera
cannot show (an unplugged one, a full disk) are simulated by sending the session's events.
"""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import window_states as states
from window_states import has_all_thumbnails, is_live, settle, wait_for

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.ui.application import Desktop

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"


@dataclass(frozen=True)
class Shot:
    """One screenshot.

    Attributes:
        prepare: brings the running window into the state.
        started: False shows the window before its session has started.
    """

    name: str
    prepare: Callable[[Desktop], None]
    theme: str = "dark"
    size: tuple[int, int] = (1280, 800)
    background: tuple[str, str] = ("picture", "")
    started: bool = True


def main() -> int:
    """Takes each screenshot in its own process, so that none depends on earlier ones."""
    wanted = sys.argv[1:] or [shot.name for shot in SHOTS]
    if len(wanted) > 1:
        return max(subprocess.run([sys.executable, __file__, name], check=False).returncode for name in wanted)
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ["BACKDROP_HOME"] = home
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen_file(Path(home))}"
        from app.ui.qt_application import make_application

        app = make_application(["screenshots"])
        take(app, next(shot for shot in SHOTS if shot.name in wanted), Path(home))
    return 0


def screen_file(folder: Path) -> Path:
    """Describes a large screen to Qt: its own offscreen one is a square of 800 px, and the window fits itself to it."""
    path = folder / "screens.json"
    screen = {"name": "large", "x": 0, "y": 0, "width": 2880, "height": 1800, "logicalDpi": 96, "dpr": 1}
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return path


def take(app: QApplication, shot: Shot, home: Path) -> None:
    """Opens the app, brings it into the state, and writes docs/images/NAME.png."""
    with opened(app, shot, home) as desktop:
        if shot.started:
            desktop.start()
            wait_for(app, lambda: is_live(desktop), desktop)
        wait_for(app, lambda: has_all_thumbnails(desktop), desktop)  # before a notice that disappears by itself
        shot.prepare(desktop)
        wait_for(app, lambda: has_all_thumbnails(desktop), desktop)  # thumbnails of added files
        settle(app)
        path = IMAGES / f"{shot.name}.png"
        desk = desktop.render_files.desk.window_
        (desk if desk.isVisible() else desktop.window).grab().save(str(path))
    shrink(path)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


@contextmanager
def opened(app: QApplication, shot: Shot, home: Path) -> Iterator[Desktop]:
    from app.settings_store import SettingsStore
    from app.ui.application import Desktop
    from app.ui.window.asking.dialogs import Dialogs

    shutil.rmtree(home / "Videos", ignore_errors=True)
    store = SettingsStore(home / "settings.json")
    store.save(settings_of(shot, home))
    desktop = Desktop(
        store, lambda window: Dialogs(window, window.memory))
    desktop.window.resize(*shot.size)
    desktop.window.show()
    settle(app)
    try:
        yield desktop
    finally:
        desktop.window.leaving = True  # ends a running recording without asking
        desktop.window.close()
        desktop.stop()
        desktop.window.deleteLater()


def settings_of(shot: Shot, home: Path) -> object:
    from app.pipeline.bundled import bundled_backgrounds
    from app.settings import (
        DEMO,
        BackgroundSettings,
        CameraSettings,
        RecordSettings,
        Settings,
        SoundSettings,
        WindowSettings,
    )

    kind, value = shot.background
    if kind == "picture" and not value:
        value = next(item.name for item in bundled_backgrounds() if item.path.suffix != ".mp4")
    return Settings(
        sound=SoundSettings(asked=True),
        camera=CameraSettings(source=DEMO),
        background=BackgroundSettings(kind, value, 60),  # type: ignore[arg-type]
        record=RecordSettings(folder=str(home / "Videos")),
        window=WindowSettings(theme=shot.theme),  # type: ignore[arg-type]
    )


def shrink(path: Path) -> None:
    """Drops two bits of each colour, which is invisible and makes the file a third smaller."""
    from PIL import Image

    with Image.open(path) as picture:
        coarse = picture.convert("RGB").point([min(252, value + 2) & 0xFC for value in range(256)] * 3)
    coarse.save(path, optimize=True)


SHOTS = (
    Shot("window-dark", states.nothing),
    Shot("window-light", states.nothing, theme="light", background=("blur", "")),
    Shot("loading", states.loading, theme="light", started=False),
    Shot("recording", states.recording),
    Shot("with-sound", states.with_sound, theme="light"),
    Shot("meter", states.meter),
    Shot("recording-kept", states.kept, theme="light"),
    Shot("takes", states.takes),
    Shot("take", states.take_changed, theme="light"),
    Shot("countdown", states.countdown, theme="light"),
    Shot("paused", states.paused, background=("transparent", "")),
    Shot("record-options", states.record_options, theme="light"),
    Shot("saved", states.saved, theme="light"),
    Shot("camera-lost", states.lost),
    Shot("no-source", states.no_source, theme="light"),
    Shot("error", states.bad_background, theme="light", background=("blur", "")),
    Shot("own-backgrounds", states.own_backgrounds),
    Shot("colour", states.colour, theme="light"),
    Shot("drop", states.drop),
    Shot("shortcuts", states.keys, theme="light"),
    Shot("full-screen", states.full_screen),
    Shot("render-files", states.render_files, theme="light"),
    Shot("split", states.split, theme="light"),
    Shot("xray", states.xray),
    Shot("zones", states.paint_room),
    Shot("small", states.nothing, size=(960, 600), theme="light"),
)

if __name__ == "__main__":
    sys.exit(main())
