"""The window: assembles its parts and forwards between them; knows no session."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from app.paths import APP_NAME
from app.pipeline.stats import Stats
from app.settings import Settings
from app.ui.actions import Actions
from app.ui.picture.picture_area import PictureArea
from app.ui.state.view_state import ViewState
from app.ui.widgets.tips import Tips
from app.ui.window.action_states import show_in_actions
from app.ui.window.asking.dialogs import DropUse
from app.ui.window.dropping.drop_target import DropTarget
from app.ui.window.memory import WindowMemory
from app.ui.window.modes.column_mode import ColumnMode
from app.ui.window.modes.painting_mode import Painting
from app.ui.window.modes.takes_mode import TakesMode
from app.ui.window.modes.view_modes import ViewModes
from app.ui.window.recording_signs import RecordingSigns
from app.ui.window.shortcuts_overlay import ShortcutsOverlay
from app.ui.window.side_panel import Panels, SidePanel
from app.ui.window.status_bar import FiguresBar
from app.ui.window.window_place import WindowPlace
from app.ui.window.workspace import Workspace


class MainWindow(QMainWindow):
    """Built in two steps, since dialogs and actions need the window that they belong to.

    The containers are nested first, empty: moving a widget to another parent styles all its children again.

    Signals:
        changed(object): a new part of the settings.
        watched(bool): whether the camera's picture is visible.
        closed(): the window is about to close.
        took(Dropped): something was dropped on the window. render_wanted(list): paths of files to render.

    Attributes:
        memory, place: what it remembers, and its geometry.
        ask_drop: asks what dropped files are for.
        ask_quit: asks whether to stop the recording and close the window.
        leaving: the system is closing it, so it no longer asks.
    """

    changed = Signal(object)
    watched = Signal(bool)
    closed = Signal()
    took = Signal(object)
    render_wanted = Signal(list)

    actions_: Actions
    stage: PictureArea
    panels: Panels
    views: ViewModes
    painting: Painting
    column_mode: ColumnMode

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(APP_NAME)
        self.ask_quit: Callable[[], bool] = lambda: True
        self.ask_drop: Callable[[Sequence[Path]], DropUse] = lambda _files: "background"
        self.leaving = False
        self._recording = False
        self._signs = RecordingSigns(self)
        self.place = WindowPlace(self)
        self.memory = WindowMemory(self)
        self.memory.changed.connect(self.changed)
        self.actions_ = Actions(self)
        self.actions_.fill(self.menuBar())
        self.figures = FiguresBar()
        self.setStatusBar(self.figures)
        self.column = SidePanel()
        self.workspace = Workspace(self.column)
        self.takes = TakesMode(self.actions_, self.workspace, self)
        self.setCentralWidget(self.takes.stack)
        self.shortcuts = ShortcutsOverlay(self)

    def compose(self, stage: PictureArea, panels: Panels) -> None:
        """Connects the parts, which are children of workspace and of column.cards, with the window's own actions."""
        self.stage, self.panels = stage, panels
        self.views = ViewModes(self.actions_, stage, self)
        self.painting = Painting(stage, self.views, self)
        self.painting.changed.connect(self.changed)
        self.painting.described.connect(panels.matte.show_zones)
        self.column.fill(panels)
        self.workspace.show_picture(stage)
        self.column_mode = ColumnMode(self.actions_, self.column, self.workspace, self.memory)
        self.views.changed.connect(self.column_mode.follow)
        self.takes.changed.connect(self._tell_watched)
        self.closed.connect(self.takes.close)
        stage.setFocus()  # so that no control shows a focus ring before the keyboard is used
        self.shortcuts.raise_()
        for panel in panels.all():
            panel.changed.connect(self.changed)
            panel.folded.connect(self._remember_folded)
        DropTarget(self, stage.drop_hint).took.connect(self.took)
        Tips(self)

    @Slot()
    def _remember_folded(self) -> None:
        folded = tuple(panel.title for panel in self.panels.all() if panel.fold.isChecked())
        self.memory.remember(folded=folded)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        """Shows the settings everywhere, without signals."""
        self.memory.show_settings(settings)
        for panel in self.panels.all():
            panel.show_settings(settings)
            panel.set_folded(panel.title in settings.window.folded)
        self.figures.show_settings(settings)
        self.actions_.figures.setChecked(settings.window.show_figures)
        self.actions_.mirror.setChecked(settings.mirror.preview)
        self.actions_.themes[settings.window.theme].setChecked(True)
        self.painting.show_settings(settings)
        self.column_mode.show_settings(settings)
        self.takes.show_settings(settings)

    @Slot()
    def choose_camera(self) -> None:
        """Opens the list of cameras, even if the panels are hidden."""
        self.views.leave()
        self.set_full_screen(False)
        if not self.actions_.panels.isChecked():
            self.actions_.panels.trigger()
        self.column.ensureWidgetVisible(self.panels.camera)
        self.panels.camera.open_list()

    @Slot(object)
    def show_state(self, state: ViewState) -> None:
        self.stage.show_state(state)
        self.painting.show_state(state)
        self.panels.matte.allow_painting(self.actions_.zones.isEnabled())
        self.figures.show_state(state)
        self._recording = state.recording
        self._signs.show_state(state)
        self.panels.record.show_recording(running=state.recording)
        self.panels.camera.show_recording(running=state.recording)
        self.panels.camera.show_state(state)
        show_in_actions(self.actions_, state)

    def show_stats(self, stats: Stats) -> None:
        self.stage.show_stats(stats)
        self.figures.show_stats(stats)
        if stats.recorded_seconds:  # 0 while the end of a recording is still being written
            self._signs.show_time(stats.recorded_seconds)

    @Slot(bool)
    def set_full_screen(self, full: bool) -> None:
        """Shows only the picture and a floating bar; Esc leaves."""
        if not self.place.fill_screen(full):
            return
        self.menuBar().setVisible(not full)
        self.figures.setVisible(not full)
        self.actions_.full_screen.setChecked(full)
        self.column_mode.follow()
        self.stage.set_full(full)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._tell_watched()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_watched()

    @Slot()
    def _tell_watched(self) -> None:
        """Reports whether the camera's picture is visible."""
        self.watched.emit(not self.isMinimized() and not self.takes.shown)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watched.emit(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._recording and not self.leaving and not self.ask_quit():
            event.ignore()
            return
        self.set_full_screen(False)
        self.memory.remember(geometry=self.place.saved())
        self.closed.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.shortcuts.setGeometry(self.rect())
