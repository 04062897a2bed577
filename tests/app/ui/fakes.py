"""Small real classes that replace the window's dependencies."""
from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.pipeline.events import EngineReady, Event, RecordingPaused, RecordingStarted, RecordingStopped, SourceOpened
from app.pipeline.frame import Frame, Image
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.process.view import View
from app.pipeline.sound.level import Level
from app.pipeline.stats import Stats
from app.settings import Settings
from app.ui.gallery.model import GalleryModel
from app.ui.gallery.view import Gallery
from app.ui.window.asking.dialogs import DropUse


class FakeSound:
    """A sound desk without a microphone: records the calls; level is its answer."""

    def __init__(self) -> None:
        self.loudness: Level | None = None
        self.watched = self.muted = False
        self.trial: str | None = None

    def watch(self, on: bool) -> None:
        self.watched = on

    def try_out(self, name: str | None, label: str = "") -> None:
        self.trial = name

    def mute(self, on: bool) -> None:
        self.muted = on

    def level(self) -> Level | None:
        return self.loudness


class FakeSession:
    """A session without threads: records the calls, and publishes a frame when a test says so.

    Attributes:
        applied: every tree of settings it was given.
        views: every view it was asked for.
        watched: whether it was told last that the preview can be seen.
        calls: the names of the commands in the order in which they came.
        figures: what stats() answers.
        on_event: who is told.
    """

    def __init__(self, settings: Settings, *, on_frame: Callable[[], None],
                 on_event: Callable[[Event], None]) -> None:
        self.preview: LatestSlot[Frame] = LatestSlot()
        self.applied = [settings]
        self.calls: list[str] = []
        self.views: list[View] = []
        self.watched = True
        self.figures = Stats()
        self.sound = FakeSound()
        self._on_frame = on_frame
        self.on_event = on_event
        self._published = 0

    def start(self) -> None:
        self.calls.append("start")
        self.tell(SourceOpened("Demo clip", 1280, 720, 30.0, is_demo=True))
        self.tell(EngineReady("openvino", "SINet 224×224 · OpenVINO"))

    def stop(self) -> None:
        self.calls.append("stop")

    def apply(self, settings: Settings) -> None:
        self.applied.append(settings)

    def show_view(self, view: View) -> None:
        self.views.append(view)

    def set_preview_visible(self, visible: bool) -> None:
        self.watched = visible

    def start_recording(self, path: Path | None = None) -> None:
        self.calls.append("start_recording")
        self.tell(RecordingStarted(path or Path("take.mp4")))

    def stop_recording(self) -> None:
        self.calls.append("stop_recording")
        self.tell(RecordingStopped(Path("take.mp4"), 1.0, 1000))

    def pause_recording(self, paused: bool) -> None:
        self.calls.append("pause_recording" if paused else "go_on_recording")
        self.tell(RecordingPaused(paused))

    def take_snapshot(self) -> None:
        self.calls.append("take_snapshot")

    def start_virtual_camera(self) -> None:
        self.calls.append("start_virtual_camera")

    def stop_virtual_camera(self) -> None:
        self.calls.append("stop_virtual_camera")

    def pause(self, paused: bool) -> None:
        self.calls.append("pause" if paused else "play")

    def seek(self, seconds: float) -> None:
        self.calls.append(f"seek {seconds:.1f}")

    def reopen_source(self) -> None:
        self.calls.append("reopen_source")

    def stats(self) -> Stats:
        return self.figures

    def publish(self, image: Image) -> None:
        """Publishes a composite, as a worker thread would."""
        frozen = np.ascontiguousarray(image).copy()
        frozen.flags.writeable = False
        self.preview.put(Frame(frozen, self._published / 30, self._published))
        self._published += 1
        self._on_frame()

    def tell(self, event: Event) -> None:
        self.on_event(event)


@dataclass
class FakeDialogs:
    """Gives the answers that the test prepared.

    Attributes:
        about_shown: how often the about box was asked for.
        render_files: what is chosen to be rendered. drop_use: what dropped files are for; drops_asked: of which ones
            that was asked.
        quits: whether a recording is stopped to quit; quits_asked: how often that was asked.
        asked_about: the addresses that the question for a network camera began with.
    """

    backgrounds: list[Path] = field(default_factory=list)
    source_file: str = ""
    record_folder: Path | None = None
    url: str = ""
    about_shown: int = 0
    quits: bool = True
    quits_asked: int = 0
    render_files: list[Path] = field(default_factory=list)
    drop_use: DropUse = "background"
    drops_asked: list[list[Path]] = field(default_factory=list)
    asked_about: list[str] = field(default_factory=list)

    def ask_quit(self) -> bool:
        self.quits_asked += 1
        return self.quits

    def ask_backgrounds(self) -> list[Path]:
        return self.backgrounds

    def ask_source_file(self) -> str:
        return self.source_file

    def ask_folder(self, start: Path) -> Path | None:
        return self.record_folder

    def ask_render_files(self) -> list[Path]:
        return self.render_files

    def ask_results_folder(self, start: Path) -> Path | None:
        return self.record_folder

    def ask_drop(self, files: Sequence[Path]) -> DropUse:
        self.drops_asked.append(list(files))
        return self.drop_use

    def ask_url(self, address: str = "") -> str:
        self.asked_about.append(address)
        return self.url

    def show_about(self) -> None:
        self.about_shown += 1


class SessionApp(QObject):
    """Emits what an application does when the desktop's session ends."""

    commitDataRequest = Signal(object)  # noqa: N815  Qt's name
    saveStateRequest = Signal(object)  # noqa: N815


@dataclass
class FakeManager:
    """Attributes:
    interacts: the user may be asked.
    calls: what it was told.
    """

    interacts: bool
    calls: list[str] = field(default_factory=list)

    def allowsInteraction(self) -> bool:
        return self.interacts

    def release(self) -> None:
        self.calls.append("release")

    def cancel(self) -> None:
        self.calls.append("cancel")


@dataclass(frozen=True)
class FakeCamera:
    identity: str
    name: str


def write_take(folder: Path, name: str, modified: float) -> Path:
    """A file of 2 MB, last written at modified."""
    path = folder / name
    path.write_bytes(b"0" * 2_000_000)
    os.utime(path, (modified, modified))
    return path


def model_of(gallery: Gallery) -> GalleryModel:
    model = gallery.model()
    assert isinstance(model, GalleryModel)
    return model
