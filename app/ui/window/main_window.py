"""The window: puts the parts together and passes on; knows no session."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, QEvent, QMargins, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow

from app.address_secrets import conceal
from app.paths import APP_NAME
from app.pipeline.stats import Stats
from app.settings import Settings, WindowSettings
from app.ui.actions import Actions
from app.ui.picture.picture_area import PictureArea
from app.ui.state.view_state import ViewState
from app.ui.state.words import record_words
from app.ui.widgets.tips import Tips
from app.ui.window.drops import can_be_dropped, dropped
from app.ui.window.painting_mode import Painting
from app.ui.window.placement import SMALLEST, USUAL_FRAME, first_place, held_on_screen
from app.ui.window.recording_signs import RecordingSigns
from app.ui.window.shortcuts_overlay import ShortcutsOverlay
from app.ui.window.side_panel import Panels, SidePanel
from app.ui.window.status_bar import FiguresBar
from app.ui.window.view_modes import ViewModes
from app.ui.window.workspace import Workspace

MAX_ADDRESSES = 6
FRAME_KNOWN_MS = 500  # by then the window manager has put its frame around a window that was shown


class MainWindow(QMainWindow):
    """Built in two steps, since dialogs and actions need the window that they belong to.

    Signals:
        changed(object): a new part of the settings.
        watched(bool): the window can be seen, or is minimised or hidden.
        closed(): the window is about to go.
        took(Dropped): something was dropped on the window.

    Attributes:
        ask_quit: asks whether a recording is to be stopped, and the window closed.
        leaving: the system wants it closed, so nothing is asked any more.
    """

    changed = Signal(object)
    watched = Signal(bool)
    closed = Signal()
    took = Signal(object)

    actions_: Actions
    stage: PictureArea
    panels: Panels
    views: ViewModes
    painting: Painting

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(APP_NAME)
        self.ask_quit: Callable[[], bool] = lambda: True
        self.leaving = False
        self._recording = self._counting = False
        self._signs = RecordingSigns(self)
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.setGeometry(first_place(QGuiApplication.primaryScreen().availableGeometry()))
        self._settings = Settings()
        self._maximized_before = False
        self._panels_over = False
        self.actions_ = Actions(self)
        self.actions_.fill(self.menuBar())
        self.figures = FiguresBar()
        self.setStatusBar(self.figures)
        self.column = SidePanel()
        self.shortcuts = ShortcutsOverlay(self)

    def compose(self, stage: PictureArea, panels: Panels) -> None:
        """Takes the parts in and connects them with the window's own actions."""
        self.stage, self.panels = stage, panels
        self.views = ViewModes(self.actions_, stage, self)
        self.painting = Painting(stage, self.views, self)
        self.painting.changed.connect(self.changed)
        self.painting.described.connect(panels.matte.show_zones)
        self.views.changed.connect(self._show_column)
        self.column.fill(panels)
        self.workspace = Workspace(stage, self.column)
        self.workspace.narrowed.connect(self._narrowed)
        self.setCentralWidget(self.workspace)
        stage.setFocus()  # so that no control wears a ring before the keyboard is used
        self.shortcuts.raise_()
        for panel in panels.all():
            panel.changed.connect(self.changed)
            panel.folded.connect(self._remember_folded)
        self._connect_actions()
        Tips(self)

    def _connect_actions(self) -> None:
        actions = self.actions_
        actions.quit.triggered.connect(self.close)
        actions.full_screen.triggered.connect(self.set_full_screen)
        actions.leave.triggered.connect(self._leave)
        actions.panels.triggered.connect(self._show_panels)
        actions.mirror.triggered.connect(
            lambda on: self.changed.emit(replace(self._settings.mirror, preview=on)))
        actions.figures.triggered.connect(lambda on: self._change_window(show_figures=on))
        actions.shortcuts.triggered.connect(self.shortcuts.open)
        self.stage.full_screen_wanted.connect(actions.full_screen.trigger)
        self.panels.matte.paint.clicked.connect(actions.zones.trigger)
        self.panels.camera.listed.connect(lambda: actions.show_cameras(*self.panels.camera.cameras()))
        actions.cameras.triggered.connect(lambda action: self.panels.camera.choose(action.data()))
        actions.add_background.triggered.connect(self.panels.background.ask_files)
        for theme, action in actions.themes.items():
            action.triggered.connect(lambda _on, theme=theme: self._change_window(theme=theme))
        for number, action in enumerate(actions.numbers, 1):
            action.triggered.connect(lambda _on, number=number: self.panels.background.use_number(number))

    @Slot()
    def _leave(self) -> None:
        """Esc: out of what came last."""
        if self._counting:
            self.actions_.record.trigger()
        elif not self.views.leave():
            self.set_full_screen(False)

    def last_folder(self) -> str:
        """Where a file dialog was used last."""
        return self._settings.window.last_folder

    def remember_folder(self, folder: str) -> None:
        self._change_window(last_folder=folder)

    def last_addresses(self) -> tuple[str, ...]:
        """Network cameras that were used last, newest first."""
        return self._settings.window.addresses

    def remember_address(self, address: str) -> None:
        others = tuple(known for known in self.last_addresses() if known != conceal(address)[0])
        self._change_window(addresses=(address, *others)[:MAX_ADDRESSES])

    @Slot()
    def _remember_folded(self) -> None:
        folded = tuple(panel.title for panel in self.panels.all() if panel.fold.isChecked())
        self._change_window(folded=folded)

    def _change_window(self, **values: object) -> None:
        window: WindowSettings = replace(self._settings.window, **values)  # type: ignore[arg-type]
        self.changed.emit(window)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        """Shows values everywhere, without telling them as the user's."""
        self._settings = settings
        for panel in self.panels.all():
            panel.show_settings(settings)
            panel.set_folded(panel.title in settings.window.folded)
        self.figures.show_settings(settings)
        self.actions_.figures.setChecked(settings.window.show_figures)
        self.actions_.mirror.setChecked(settings.mirror.preview)
        self.actions_.themes[settings.window.theme].setChecked(True)
        self.painting.show_settings(settings)
        self._show_column()

    @Slot(bool)
    def _show_panels(self, on: bool) -> None:
        """In a narrow window they lie over the picture until they are closed, which is not remembered."""
        if self.workspace.narrow:
            self._panels_over = on
            self._show_column()
        else:
            self._change_window(show_panels=on)

    @Slot()
    def _narrowed(self) -> None:
        self._panels_over = False
        self._show_column()

    @Slot()
    def _show_column(self) -> None:
        """Away in full screen, and while zones are painted: a large picture is easier to paint on."""
        busy = self.actions_.full_screen.isChecked() or self.actions_.zones.isChecked()
        wanted = self._panels_over if self.workspace.narrow else self._settings.window.show_panels
        self.actions_.panels.setChecked(wanted)
        self.column.setVisible(wanted and not busy)

    @Slot()
    def choose_camera(self) -> None:
        """Opens the list of cameras, wherever the panels are."""
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
        self._recording, self._counting = state.recording, state.countdown > 0
        self._signs.show_state(state)
        self.panels.record.show_recording(running=state.recording)
        self.panels.camera.show_recording(running=state.recording)
        self.actions_.use_demo.setEnabled(not state.recording)
        self.actions_.pause.setEnabled(state.phase == "live" and state.seconds > 0)
        self.actions_.pause.setChecked(state.paused)
        self.panels.camera.show_state(state)
        self.actions_.virtual_camera.setChecked(state.cast != "off")
        self.actions_.record.setText(f"&{record_words(state)}")
        self.actions_.pause_recording.setEnabled(state.recording)
        self.actions_.pause_recording.setChecked(state.recording_paused)
        self.actions_.pause_recording.setText("&Resume recording" if state.recording_paused else "&Pause recording")

    def show_stats(self, stats: Stats) -> None:
        self.stage.show_stats(stats)
        self.figures.show_stats(stats)
        self._signs.show_time(stats.recorded_seconds)

    @Slot(bool)
    def set_full_screen(self, full: bool) -> None:
        """Only the picture and a floating bar; Esc leads back."""
        if full == self.isFullScreen():
            return
        if full:
            self._maximized_before = self.isMaximized()
            self.showFullScreen()
        elif self._maximized_before:
            self.showMaximized()
        else:
            self.showNormal()
        self.menuBar().setVisible(not full)
        self.figures.setVisible(not full)
        self.actions_.full_screen.setChecked(full)
        self._show_column()
        self.stage.set_full(full)

    def restore_place(self, geometry: str) -> None:
        """Puts the window where it was, as far as the screens of today have that place."""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        self._hold_on_screen()
        QTimer.singleShot(FRAME_KNOWN_MS, self, self._hold_on_screen)

    @Slot()
    def _hold_on_screen(self) -> None:
        """Keeps the whole window to be seen, with the frame that it has by now."""
        if self.isMaximized() or self.isFullScreen():
            return
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        held = held_on_screen(self.geometry(), screens, self._frame())
        if held != self.geometry():
            self.setGeometry(held)

    def _frame(self) -> QMargins:
        """What the window manager draws around the window; before it is shown, what is usual."""
        outer, inner = self.frameGeometry(), self.geometry()
        known = QMargins(inner.left() - outer.left(), inner.top() - outer.top(),
                         outer.right() - inner.right(), outer.bottom() - inner.bottom())
        return USUAL_FRAME if known.isNull() and not self.isVisible() else known

    def place(self) -> str:
        """Where the window is, for restore_place."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.watched.emit(not self.isMinimized())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watched.emit(not self.isMinimized())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watched.emit(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._recording and not self.leaving and not self.ask_quit():
            event.ignore()
            return
        self.set_full_screen(False)
        self._change_window(geometry=self.place())
        self.closed.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.shortcuts.setGeometry(self.rect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_be_dropped(event.mimeData()):
            event.acceptProposedAction()
            self.stage.drop_hint.show()
            self.stage.drop_hint.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.stage.drop_hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.stage.drop_hint.hide()
        things = dropped(event.mimeData())
        if things:
            event.acceptProposedAction()
            self.took.emit(things)
