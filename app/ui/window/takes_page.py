"""Builds the takes page for the window; loaded when the page is first opened."""
from __future__ import annotations

from app.ui.gallery.model import GalleryModel
from app.ui.panels.background import BackgroundPanel
from app.ui.state.jobs import Jobs
from app.ui.takes.changes import Asks, ChangesColumn
from app.ui.takes.editor import TakeEditor
from app.ui.takes.model import TakeModel
from app.ui.takes.page import TakesPage
from app.ui.window.asking.dialogs import Asking
from app.ui.window.asking.file_places import FilePlaces
from app.ui.window.main_window import MainWindow
from app.ui.window.providers import Providers


def make_takes_page(window: MainWindow, providers: Providers, jobs: Jobs, dialogs: Asking) -> TakesPage:
    """The takes page, with its own gallery: a choice there applies to the take."""
    model = TakeModel(jobs, window)
    background = BackgroundPanel(
        providers.bundled, GalleryModel(jobs, providers.thumbnail, window), dialogs.ask_backgrounds,
        lambda path: page.revealed.emit(path))
    asks = Asks(background, window.changed.emit, dialogs.ask_folder)
    page = TakesPage(jobs, model, TakeEditor(ChangesColumn(asks)))
    places = FilePlaces(page.show_notice, jobs)
    page.revealed.connect(places.show_file)
    page.noticed.connect(page.show_notice)
    page.notice_acted.connect(lambda notice: places.show_file(notice.path))
    return page
