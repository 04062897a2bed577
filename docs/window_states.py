"""The window's states for docs/screenshots.py, and how to reach each."""
from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.ui.application import Desktop

ROOT = Path(__file__).resolve().parents[1]
WAIT_S = 60.0
THUMBNAIL = 257  # app.ui.takes.model.ThumbnailRole


def is_live(desktop: Desktop) -> bool:
    state = desktop.controller.state
    return state.phase == "live" and state.engine == "ready" and desktop.controller.stats().fps > 0


def has_all_thumbnails(desktop: Desktop) -> bool:
    """Whether every file in the gallery has its thumbnail, or the sign that it has none."""
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
    """Waits for figures and layouts."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)


def nothing(desktop: Desktop) -> None:
    """The window as it is."""


def loading(desktop: Desktop) -> None:
    """Nothing is there yet; a real one is gone within a second."""
    from app.ui.state.view_state import ViewState

    desktop.window.show_state(ViewState())


def the_app() -> QApplication:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def recording(desktop: Desktop) -> None:
    desktop.controller.toggle_recording()
    wait_for(the_app(), lambda: desktop.controller.stats().recorded_seconds > 3, desktop)


def with_sound(desktop: Desktop) -> None:
    """The question at the first recording; a machine without a microphone gets a fake one."""
    from app.pipeline.sound.device import MicrophoneInfo
    from app.pipeline.sound.level import Level

    desktop.session.sound.level = lambda: Level(-8.0, -17.0)  # type: ignore[method-assign]
    desktop.window.stage.sound_card.open(
        [MicrophoneInfo("default", "System default (Headset)"), MicrophoneInfo("usb", "Headset")])


def meter(desktop: Desktop) -> None:
    """The recording microphone's level."""
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
    wait_for(the_app(), desktop.window.stage.toast.isVisible, desktop)
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
    """Two backgrounds of the user's own, one of them missing, and the keyboard focus on a tile."""
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
    """Keeps the plant in the corner of the demo, and drops the picture on its wall."""
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
    settle(the_app(), 3.0)  # until a frame with the zones arrives


def paint_room(desktop: Desktop) -> None:
    paint(desktop)
    desktop.window.stage.zone_bar.room.click()
    wait_for(the_app(), lambda: bool(desktop.window.stage.preview.beside), desktop)


def render_files(desktop: Desktop) -> None:
    """Four files: one being rendered, one waiting, one paused, and one that is not a video."""
    from app.pipeline.bundled import demo_path

    folder = Path(os.environ["BACKDROP_HOME"]) / "Videos"
    folder.mkdir(exist_ok=True)
    names = ("Holiday.mp4", "Interview.mp4", "Lecture 3.mp4")
    for name in names:
        shutil.copy(demo_path(), folder.parent / name)
    (folder.parent / "Broken.mp4").write_bytes(b"no video")
    desktop.render_files.desk.add([folder.parent / name for name in ("Broken.mp4", *names)])
    queue = desktop.render_files.desk._queue
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
    """A take before another background, and a running export."""
    takes(desktop)
    page = desktop.window.takes.page
    page.list.open.click()
    wait_for(the_app(), lambda: page.editor.preview.image is not None, desktop)
    page.editor.column.background.changed.emit(
        replace(desktop.controller.settings.background, kind="color", value="#2f6f62"))
    page.editor.column.export.click()
    wait_for(the_app(), lambda: any("%" in row.words.text() for row in page.exports.rows), desktop)
