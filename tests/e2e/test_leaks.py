"""Nothing made for a frame stays behind: no cycle, no thread, no memory."""
from __future__ import annotations

import gc
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from av.video.frame import VideoFrame
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.commands.bench.soak import soak
from app.paths import assets_folder
from app.pipeline.bundled import demo_path
from app.pipeline.render.job import RenderJob
from app.pipeline.render.render import render
from app.pipeline.sound.microphone import Microphone
from app.pipeline.sources.network_camera import StreamSource
from app.settings import DEMO, BackgroundSettings, CameraSettings, RecordSettings, Settings
from app.settings_store import SettingsStore
from app.ui.application import Desktop
from app.ui.style import theme
from tests.app.ui.fakes import FakeDialogs
from tests.fakes import ConstantSegmenter, MjpegCamera
from tests.leaks import cycles, left_over, native_threads, open_tone
from tests.room import raw_frame

WAIT_MS = 60_000
FRAMES = 200
FEW = 20  # of any type, after FRAMES frames
IN_FLIGHT = 32  # frames in queues, in codecs and on the screen
MAX_TRACED_BYTES = IN_FLIGHT * 1280 * 720 * 3
MAX_RSS_MB = 60.0  # the leak that this was written for took 600 a minute
SOAK_S = 60.0
MOVING = BackgroundSettings("video", str(assets_folder() / "backgrounds" / "bokeh-drift.mp4"))


@pytest.fixture
def desktop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    """The window on the demo before a moving background; both are decoded. It records."""
    store = SettingsStore(tmp_path / "settings.json")
    store.save(Settings(CameraSettings(DEMO), MOVING, record=RecordSettings(folder=str(tmp_path))))
    theme.apply(qapp, theme.LIGHT)
    desk = Desktop(store, lambda window: FakeDialogs(record_folder=None))
    desk.window.show()
    qtbot.waitExposed(desk.window)
    desk.start()
    yield desk
    desk.window.close()
    desk.stop()
    shiboken6.delete(desk.window)


def looked_for_encoders() -> bool:
    """Some seconds after the start, a thread probes hardware encoders, and stays."""
    return any(thread.name == "ui-jobs-encoders" for thread in threading.enumerate())


def record(desktop: Desktop, qtbot: QtBot, seconds: float) -> None:
    controller = desktop.controller

    def live() -> bool:
        return (controller.state.phase, controller.state.engine) == ("live", "ready")

    if not controller.state.recording:
        qtbot.waitUntil(live, timeout=WAIT_MS)
        controller.toggle_recording()
    end = controller.stats().recorded_seconds + seconds
    qtbot.waitUntil(lambda: controller.stats().recorded_seconds >= end, timeout=WAIT_MS)


def test_the_window_keeps_nothing_of_a_frame(desktop: Desktop, qtbot: QtBot) -> None:
    """With the collector off; in the app it runs once a second at most."""
    record(desktop, qtbot, 2.0)
    qtbot.waitUntil(looked_for_encoders, timeout=WAIT_MS)
    desktop._collector._timer.stop()
    gc.collect()
    threads = native_threads()
    tracemalloc.start()
    try:
        record(desktop, qtbot, 1.0)
        before = tracemalloc.get_traced_memory()[0]
        with cycles() as found:
            record(desktop, qtbot, FRAMES / 30)
            traced = tracemalloc.get_traced_memory()[0] - before
            assert left_over(VideoFrame) <= IN_FLIGHT
            assert native_threads() <= threads
    finally:
        tracemalloc.stop()
    assert not {kind: count for kind, count in found.items() if count > FEW}
    assert traced < MAX_TRACED_BYTES


def test_render_leaves_no_cycles(tmp_path: Path) -> None:
    def once(name: str, limit: int) -> None:
        job = RenderJob(tmp_path / name, Settings(CameraSettings(str(demo_path())), MOVING), limit)
        render(job, lambda _: ConstantSegmenter(1.0))

    once("warm.mp4", 5)
    with cycles() as found:
        once("take.mp4", 60)
    assert not {kind: count for kind, count in found.items() if count > FEW}


def test_a_network_camera_leaves_no_cycles() -> None:
    camera = MjpegCamera(raw_frame)
    camera.plug()
    try:
        source = StreamSource(camera.url)
        source.read()
        threads = native_threads()
        with cycles() as found:
            for _ in range(60):
                source.read()
            assert left_over(VideoFrame) <= IN_FLIGHT
            assert native_threads() <= threads
        source.close()
    finally:
        camera.unplug()
    assert not {kind: count for kind, count in found.items() if count > FEW}


def test_a_microphone_leaves_no_cycles(qtbot: QtBot) -> None:
    microphone = Microphone("tone", open_device=open_tone)
    heard: list[object] = []

    def take() -> bool:
        heard.extend(type(chunk) for chunk in microphone.take())
        return len(heard) >= 60

    try:
        with cycles() as found:
            qtbot.waitUntil(take, timeout=WAIT_MS)
    finally:
        microphone.close()
    assert not {kind: count for kind, count in found.items() if count > FEW}


def test_a_minute_of_recording_leaves_nothing_behind(tmp_path: Path) -> None:
    """A soak as run by `bench --soak`, with every kind of background."""
    result, samples = soak(SOAK_S, tmp_path, say=lambda _: None)
    assert len(samples) >= SOAK_S
    assert result["recorded_frames"] > FRAMES
    assert result["growth"]["threads"] <= 0
    assert result["growth"]["files"] in (None, 0)
    assert (result["growth"]["rss_mb"] or 0) < MAX_RSS_MB
