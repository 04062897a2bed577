"""Builds the window from its parts, not yet connected to a controller."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.pipeline.sound.device import records_computer
from app.ui.gallery.model import GalleryModel
from app.ui.panels.background import BackgroundPanel
from app.ui.panels.camera import CameraPanel
from app.ui.panels.matte import MattePanel
from app.ui.panels.record import RecordPanel
from app.ui.panels.sound import SoundPanel
from app.ui.panels.source_list import Asks
from app.ui.panels.speed import SpeedPanel
from app.ui.picture.picture_area import PictureArea
from app.ui.state.jobs import Jobs
from app.ui.window.asking.dialogs import Asking
from app.ui.window.asking.file_places import FilePlaces
from app.ui.window.commands import Commands
from app.ui.window.main_window import MainWindow
from app.ui.window.providers import Providers
from app.ui.window.side_panel import Panels

if TYPE_CHECKING:
    from app.ui.takes.page import TakesPage


def build_window(
    providers: Providers, jobs: Jobs, make_dialogs: Callable[[MainWindow], Asking]
) -> MainWindow:
    """The window with all its parts, not yet connected to a controller."""
    window = MainWindow()
    dialogs = make_dialogs(window)
    stage = PictureArea(providers.take, window.actions_, window.workspace)
    places = FilePlaces(stage.show_notice, jobs, window)
    cards = window.column.cards
    panels = Panels(
        CameraPanel(Asks(dialogs.ask_source_file, dialogs.ask_url), cards),
        BackgroundPanel(providers.bundled, GalleryModel(jobs, providers.thumbnail, window),
                        dialogs.ask_backgrounds, places.show_file, cards),
        MattePanel(cards),
        SoundPanel(records_computer(), cards),
        RecordPanel(dialogs.ask_folder, places.show_folder, places.show_file, cards),
        SpeedPanel(cards),
    )
    window.compose(stage, panels)
    window.takes.make = partial(_takes_page, window, providers, jobs, dialogs)
    window.ask_quit = dialogs.ask_quit
    window.ask_drop = dialogs.ask_drop
    window.actions_.about.triggered.connect(dialogs.show_about)
    Commands(window)
    return window


def _takes_page(window: MainWindow, providers: Providers, jobs: Jobs, dialogs: Asking) -> TakesPage:
    from app.ui.window.takes_page import make_takes_page  # imported on demand: it loads the takes page

    return make_takes_page(window, providers, jobs, dialogs)
