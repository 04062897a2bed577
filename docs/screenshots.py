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
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.ui.application import Desktop

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WAIT_S = 60.0
THUMBNAIL = 257  # app.ui.takes.model.ThumbnailRole


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
        wait_for(app, lambda: has_all_thumbnails(desktop), desktop)  # those of files that were added
        settle(app)
        path = IMAGES / f"{shot.name}.png"
        desk = desktop.desk.window_
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
        desktop.window.leaving = True  # a recording that runs is finished without a question
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


def is_live(desktop: Desktop) -> bool:
    state = desktop.controller.state
    return state.phase == "live" and state.engine == "ready" and desktop.controller.stats().fps > 0


def has_all_thumbnails(desktop: Desktop) -> bool:
    """Every file in the gallery has its picture, or the sign that it has none."""
    from app.ui.gallery.model import BrokenRole, ThumbnailRole, TileRole

    model = desktop.window.panels.background.gallery.model()
    indices = [model.index(row, 0) for row in range(model.rowCount())]
    files = [index for index in indices if index.data(TileRole).path is not None]
    return all(index.data(ThumbnailRole) is not None or index.data(BrokenRole) for index in files)


def wait_for(app: QApplication, done: Callable[[], bool], desktop: Desktop) -> None:
    until = time.monotonic() + WAIT_S
    while not done():
        if time.monotonic() > until:
            raise TimeoutError(f"{desktop.controller.state} {desktop.controller.stats()}")
        app.processEvents()
        time.sleep(0.01)


def settle(app: QApplication, seconds: float = 0.8) -> None:
    """Lets figures and layouts arrive."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)


def shrink(path: Path) -> None:
    """Drops two bits of each colour, which is invisible and makes the file a third smaller."""
    from PIL import Image

    with Image.open(path) as picture:
        coarse = picture.convert("RGB").point([min(252, value + 2) & 0xFC for value in range(256)] * 3)
    coarse.save(path, optimize=True)


def nothing(desktop: Desktop) -> None:
    """The window as it is."""


def the_app() -> QApplication:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def recording(desktop: Desktop) -> None:
    desktop.controller.toggle_recording()
    wait_for(the_app(), lambda: desktop.controller.stats().recorded_seconds > 3, desktop)


def with_sound(desktop: Desktop) -> None:
    """The question at the first recording; a machine without a microphone gets one told, and its level."""
    from app.pipeline.sound.device import MicrophoneInfo
    from app.pipeline.sound.level import Level

    desktop.session.sound.level = lambda: Level(-8.0, -17.0)  # type: ignore[method-assign]
    desktop.window.stage.sound_card.open(
        [MicrophoneInfo("default", "System default (Headset)"), MicrophoneInfo("usb", "Headset")])


def meter(desktop: Desktop) -> None:
    """A microphone with its level, as it is recorded."""
    from app.pipeline.sound.level import Level
    from app.settings import SoundSettings

    recording(desktop)
    desktop.session.sound.level = lambda: Level(-8.0, -17.0)  # type: ignore[method-assign]
    desktop.controller.change(SoundSettings(True, "headset", "Headset", gain_db=3, reduce_noise=True))
    settle(the_app())
    desktop.window.column.ensureWidgetVisible(desktop.window.panels.sound)


def saved(desktop: Desktop) -> None:
    recording(desktop)
    desktop.controller.toggle_recording()
    wait_for(the_app(), desktop.window.stage.banner.isVisible, desktop)
    settle(the_app())
    desktop.window.column.verticalScrollBar().setValue(10_000)


def lost(desktop: Desktop) -> None:
    from app.errors import AppError
    from app.pipeline.events import SourceLost

    recording(desktop)
    error = AppError("The camera sends no video", "If it does not reconnect, unplug the camera and plug it in again.")
    desktop.controller.on_event(SourceLost("Camera", error))


def no_source(desktop: Desktop) -> None:
    desktop.window.panels.camera.choose("/media/talk.mp4")
    wait_for(the_app(), lambda: desktop.controller.state.phase == "failed", desktop)


def bad_background(desktop: Desktop) -> None:
    from app.errors import AppError
    from app.pipeline.events import BackgroundFailed

    error = AppError("Cannot read picture 'holiday.png'", "The file is damaged. Choose another picture.")
    desktop.controller.on_event(BackgroundFailed(error))


def own_backgrounds(desktop: Desktop) -> None:
    """Two own ones, one of them missing, and the keyboard on a tile."""
    folder = Path(os.environ["BACKDROP_HOME"]) / "Pictures"
    folder.mkdir(exist_ok=True)
    source = next((ROOT / "assets" / "backgrounds").glob("*.jpg"))
    shutil.copy(source, folder / "My wall.jpg")
    panel = desktop.window.panels.background
    panel.add_files([folder / "Old office.jpg", folder / "My wall.jpg"])
    panel.gallery.setFocus()
    panel.gallery.setCurrentIndex(panel.gallery.model().index(4))


def countdown(desktop: Desktop) -> None:
    desktop.controller.change(replace(desktop.controller.settings.record, countdown_s=10))
    desktop.window.actions_.record.trigger()


def paused(desktop: Desktop) -> None:
    desktop.window.actions_.record.trigger()
    wait_for(the_app(), lambda: desktop.controller.stats().recorded_seconds > 2, desktop)
    desktop.window.actions_.pause_recording.trigger()


def record_options(desktop: Desktop) -> None:
    panel = desktop.window.panels.record
    panel.options.more.click()
    settle(the_app())
    desktop.window.column.ensureWidgetVisible(panel.options, 0, 200)


def colour(desktop: Desktop) -> None:
    desktop.controller.change(replace(desktop.controller.settings.background, kind="color", value="#2f6f62"))


def drop(desktop: Desktop) -> None:
    desktop.window.stage.drop_hint.show()
    desktop.window.stage.drop_hint.raise_()


def keys(desktop: Desktop) -> None:
    desktop.window.shortcuts.open()


def split(desktop: Desktop) -> None:
    desktop.window.actions_.split.trigger()
    wait_for(the_app(), lambda: bool(desktop.window.stage.preview.beside), desktop)


def xray(desktop: Desktop) -> None:
    desktop.window.actions_.xray.trigger()
    wait_for(the_app(), lambda: bool(desktop.window.stage.preview.beside), desktop)


def paint(desktop: Desktop) -> None:
    """The plant in the corner of the demo is kept, the picture on its wall dropped."""
    from PySide6.QtTest import QTest

    desktop.window.actions_.zones.trigger()
    settle(the_app())
    canvas, bar = desktop.window.stage.canvas, desktop.window.stage.zone_bar
    for start, end, radius, label in (
        ((0.955, 0.43), (0.965, 0.96), 0.045, 1),
        ((0.828, 0.11), (0.828, 0.29), 0.06, 2),
    ):
        canvas.sketch.begin()
        canvas.sketch.stroke(start, end, radius, label)
    canvas.painted.emit()
    bar.choose("drop")
    canvas.set_brush(canvas.brush._replace(radius=0.045))
    QTest.mouseMove(canvas, canvas.point_of((0.828, 0.27)).toPoint())
    canvas.refresh()
    settle(the_app(), 3.0)  # until a picture with the zones has come


def paint_room(desktop: Desktop) -> None:
    paint(desktop)
    desktop.window.stage.zone_bar.room.click()
    wait_for(the_app(), lambda: bool(desktop.window.stage.preview.beside), desktop)


def render_files(desktop: Desktop) -> None:
    """Four files: one that is being rendered, one that waits, one that is paused, one that is no video."""
    from app.pipeline.bundled import demo_path

    folder = Path(os.environ["BACKDROP_HOME"]) / "Videos"
    folder.mkdir(exist_ok=True)
    names = ("Holiday.mp4", "Interview.mp4", "Lecture 3.mp4")
    for name in names:
        shutil.copy(demo_path(), folder.parent / name)
    (folder.parent / "Broken.mp4").write_bytes(b"no video")
    desktop.desk.add([folder.parent / name for name in ("Broken.mp4", *names)])
    queue = desktop.desk._queue
    assert queue is not None
    queue.pause([queue.items[-1].id])
    wait_for(the_app(), lambda: queue.items[1].done > 0, desktop)


def full_screen(desktop: Desktop) -> None:
    desktop.window.set_full_screen(True)
    settle(the_app())
    desktop.window.resize(1280, 720)  # the offscreen screen is a small square


def kept(desktop: Desktop) -> None:
    """Two takes that keep the camera's picture."""
    desktop.controller.change(replace(desktop.controller.settings.record, keep_camera=True))
    recording(desktop)


def takes(desktop: Desktop) -> None:
    kept(desktop)
    for background in ("terrace", ""):
        desktop.controller.toggle_recording()
        wait_for(the_app(), lambda: not desktop.controller.state.recording, desktop)
        if background:
            desktop.controller.change(replace(desktop.controller.settings.background, kind="picture", value=background))
            recording(desktop)
    desktop.window.actions_.takes.trigger()
    model = desktop.window.takes.page.list.view.model()
    wait_for(the_app(), lambda: bool(model.rowCount()) and all(
        model.index(row, 0).data(THUMBNAIL) is not None for row in range(model.rowCount())), desktop)
    desktop.window.takes.page.list.view.setCurrentIndex(model.index(0, 0))


def take_changed(desktop: Desktop) -> None:
    """One of them before another background, and an export that runs."""
    takes(desktop)
    page = desktop.window.takes.page
    page.list.open.click()
    wait_for(the_app(), lambda: page.editor.preview.image is not None, desktop)
    page.editor.column.background.changed.emit(
        replace(desktop.controller.settings.background, kind="color", value="#2f6f62"))
    page.editor.column.export.click()
    wait_for(the_app(), lambda: any("%" in row.words.text() for row in page.exports.rows), desktop)


SHOTS = (
    Shot("window-dark", nothing),
    Shot("window-light", nothing, theme="light", background=("blur", "")),
    Shot("loading", nothing, theme="light", started=False),
    Shot("recording", recording),
    Shot("with-sound", with_sound, theme="light"),
    Shot("meter", meter),
    Shot("recording-kept", kept, theme="light"),
    Shot("takes", takes),
    Shot("take", take_changed, theme="light"),
    Shot("countdown", countdown, theme="light"),
    Shot("paused", paused, background=("transparent", "")),
    Shot("record-options", record_options, theme="light"),
    Shot("saved", saved, theme="light"),
    Shot("camera-lost", lost),
    Shot("no-source", no_source, theme="light"),
    Shot("error", bad_background, theme="light", background=("blur", "")),
    Shot("own-backgrounds", own_backgrounds),
    Shot("colour", colour, theme="light"),
    Shot("drop", drop),
    Shot("shortcuts", keys, theme="light"),
    Shot("full-screen", full_screen),
    Shot("render-files", render_files, theme="light"),
    Shot("split", split, theme="light"),
    Shot("xray", xray),
    Shot("zones", paint_room),
    Shot("small", nothing, size=(960, 600), theme="light"),
)

if __name__ == "__main__":
    sys.exit(main())
