from __future__ import annotations

import threading
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from app.pipeline.events import SnapshotSaved
from app.ui.state.bridge import Bridge


class Listener(QObject):
    """Notes what arrives, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[object] = []
        self.threads: set[threading.Thread] = set()
        self.frames = 0

    @Slot(object)
    def on_event(self, event: object) -> None:
        self.events.append(event)
        self.threads.add(threading.current_thread())

    @Slot()
    def on_ready(self) -> None:
        self.frames += 1
        self.threads.add(threading.current_thread())


def test_callbacks_of_a_worker_thread_arrive_on_the_gui_thread_in_order(qtbot: QtBot) -> None:
    bridge, listener = Bridge(), Listener()
    bridge.happened.connect(listener.on_event)
    bridge.ready.connect(listener.on_ready)
    events = [SnapshotSaved(Path(str(number))) for number in range(20)]

    def work() -> None:
        for event in events:
            bridge.frame_ready()
            bridge.event_happened(event)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: listener.frames == 20 and len(listener.events) == 20)
    assert listener.events == events
    assert listener.threads == {threading.main_thread()}


def test_a_thread_that_outlives_the_window_is_heard_by_nobody() -> None:
    bridge, raised = Bridge(), []
    shiboken6.delete(bridge)

    def work() -> None:
        try:
            bridge.frame_ready()
            bridge.event_happened(SnapshotSaved(Path("a.png")))
        except BaseException as error:
            raised.append(error)
            raise

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert raised == []
