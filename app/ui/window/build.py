"""Makes the window from its parts, not yet connected with a controller."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage

from app.pipeline.frame import Frame
from app.pipeline.sound.device import MicrophoneInfo, records_computer
from app.ui.gallery.items import Bundled
from app.ui.gallery.model import GalleryModel
from app.ui.panels.background import BackgroundPanel
from app.ui.panels.camera import CameraPanel
from app.ui.panels.matte import MattePanel
from app.ui.panels.record import RecordPanel
from app.ui.panels.sound import SoundPanel
from app.ui.panels.source_list import Asks, Camera
from app.ui.panels.speed import SpeedPanel
from app.ui.picture.picture_area import PictureArea
from app.ui.state.jobs import Jobs
from app.ui.takes.changes import Asks as TakeAsks
from app.ui.takes.changes import ChangesColumn
from app.ui.takes.editor import TakeEditor
from app.ui.takes.model import TakeModel
from app.ui.takes.page import TakesPage
from app.ui.window.asking.dialogs import Asking
from app.ui.window.asking.file_places import FilePlaces
from app.ui.window.commands import Commands
from app.ui.window.main_window import MainWindow
from app.ui.window.side_panel import Panels


@dataclass(frozen=True)
class Providers:
    """What the window is given from outside; none of it knows Qt but the thumbnail's result.

    Attributes:
        take: the newest composite or None.
        bundled: the backgrounds that come with the app.
        thumbnail, cameras, microphones: slow, so called in a worker thread.
    """

    take: Callable[[], Frame | None]
    bundled: Sequence[Bundled]
    thumbnail: Callable[[Path], QImage]
    cameras: Callable[[], Sequence[Camera]]
    microphones: Callable[[], Sequence[MicrophoneInfo]]


def build_window(
    providers: Providers, jobs: Jobs, make_dialogs: Callable[[MainWindow], Asking]
) -> MainWindow:
    """The window with all its parts, not yet connected with a controller."""
    window = MainWindow()
    dialogs = make_dialogs(window)
    stage = PictureArea(providers.take, window.actions_)
    places = FilePlaces(stage.show_notice, jobs, window)
    panels = Panels(
        CameraPanel(Asks(dialogs.ask_source_file, dialogs.ask_url)),
        BackgroundPanel(providers.bundled, GalleryModel(jobs, providers.thumbnail, window),
                        dialogs.ask_backgrounds, places.show_file),
        MattePanel(),
        SoundPanel(records_computer()),
        RecordPanel(dialogs.ask_folder, places.show_folder, places.show_file),
        SpeedPanel(),
    )
    window.compose(stage, panels)
    window.takes.make = partial(_takes_page, window, providers, jobs, dialogs)
    window.ask_quit = dialogs.ask_quit
    window.ask_drop = dialogs.ask_drop
    window.actions_.about.triggered.connect(dialogs.show_about)
    Commands(window)
    return window


def _takes_page(window: MainWindow, providers: Providers, jobs: Jobs, dialogs: Asking) -> TakesPage:
    """With a gallery of its own: what is chosen there is for the take."""
    model = TakeModel(jobs, window)
    background = BackgroundPanel(
        providers.bundled, GalleryModel(jobs, providers.thumbnail, window), dialogs.ask_backgrounds,
        lambda path: page.revealed.emit(path))
    asks = TakeAsks(background, window.changed.emit, dialogs.ask_folder)
    page = TakesPage(jobs, model, TakeEditor(ChangesColumn(asks)))
    places = FilePlaces(page.show_notice, jobs)
    page.revealed.connect(places.show_file)
    page.noticed.connect(page.show_notice)
    page.notice_acted.connect(lambda notice: places.show_file(notice.path))
    return page
