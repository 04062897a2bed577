"""The takes page: the list or one open take, and the exports below."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import AppError
from app.paths import config_folder
from app.pipeline.render.queue import RenderQueue
from app.pipeline.render.queue_file import QueueFile
from app.pipeline.render.task import Task
from app.pipeline.replay.export import ExportJob
from app.pipeline.replay.export_task import KIND, tree_of
from app.pipeline.takes.take_list import ListedTake, list_takes
from app.pipeline.takes.take_reader import TakeInfo, open_take
from app.settings import Settings
from app.system.files import unique_path
from app.ui.picture.notice_tray import NoticeSpace, NoticeTray
from app.ui.state.jobs import Jobs
from app.ui.state.notices import Notice
from app.ui.state.takes import folder_of, lane_of
from app.ui.takes.editor import TakeEditor
from app.ui.takes.exports import Exports
from app.ui.takes.left_exports import QUEUE_FILE
from app.ui.takes.model import TakeModel
from app.ui.takes.take_list import TakeList
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.text import label

FOOT_PX = 56  # of the buttons below the list, which notices leave free


class QueueSignals(QObject):
    """Carries calls from the queue's threads to the GUI thread."""

    changed = Signal()


def open_queue(on_change: Callable[[], None]) -> RenderQueue:
    """The queue of exports, including unfinished ones of an earlier run."""
    return RenderQueue(kept=QueueFile(config_folder() / QUEUE_FILE), on_change=on_change)


class TakesPage(QWidget):
    """Attributes:
    editor: shows the open take; hidden while the list is shown.

    Signals:
        left(): back to the camera.
        noticed(Notice): a notice to show. notice_acted(Notice): its button was pressed.
        revealed(Path): show the file in its folder.
    """

    left = Signal()
    noticed = Signal(object)
    notice_acted = Signal(object)
    revealed = Signal(object)

    def __init__(
        self, jobs: Jobs, model: TakeModel, editor: TakeEditor,
        open_queue: Callable[[Callable[[], None]], RenderQueue] = open_queue, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._jobs, self._model, self.editor = jobs, model, editor
        self._settings = Settings()
        self._open_queue = open_queue
        self._queue: RenderQueue | None = None
        self._signals = QueueSignals(self)
        self.list = TakeList(model)
        self.exports = Exports()
        self.back = IconButton("undo", "Back  (Esc)", side=36)
        self.title = label("Takes", "headline")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(editor)
        self.tray = NoticeTray(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 16, 0)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.exports)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._signals.changed.connect(self._show_exports)
        self.back.clicked.connect(self.leave)
        self.list.opened.connect(self.open_take)
        self.list.revealed.connect(self.revealed)
        self.list.told.connect(self._tell)
        self.list.changed.connect(self.look)
        self.editor.told.connect(self._tell)
        self.editor.exported.connect(self._export)
        self.exports.asked.connect(self._do)
        self.tray.acted.connect(self.notice_acted)
        self.tray.changed.connect(self._place_notices)

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        self.tray.show_notice(notice)

    @Slot()
    def _place_notices(self) -> None:
        area = self.rect().adjusted(16, 8, -16, -FOOT_PX)
        self.tray.place(NoticeSpace(area, area))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_notices()

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        self.editor.column.show_settings(settings)

    @Slot()
    def look(self) -> None:
        """Refreshes the list of takes."""
        folder = folder_of(self._settings)
        self._jobs.submit(partial(list_takes, folder), self._listed, lane=lane_of(folder))
        if self.list.isVisible():
            self.list.view.setFocus()

    def start_exports(self) -> None:
        """Resumes the exports of an earlier run. Safe to call twice."""
        if self._queue is None:
            self._queue = self._open_queue(self._signals.changed.emit)
            self._queue.start()
            self._show_exports()

    @Slot(object)
    def open_take(self, path: Path) -> None:
        self._jobs.submit(partial(open_take, path), self._opened, lane="takes")

    @Slot()
    def leave(self) -> bool:
        """One step back: from painting to the take, to the list, to the camera. Always True."""
        if self.editor.stop_painting():
            return True
        if self._pages.currentWidget() is self.editor:
            self._show_list()
        else:
            self.left.emit()
        return True

    def close_all(self) -> None:
        """Call before the window closes. Running exports start again with the next start."""
        self.editor.close_take()
        if self._queue is not None:
            self._queue.close()

    def hide_take(self) -> None:
        """Stops playback when the page is left."""
        self._show_list()

    def _show_list(self) -> None:
        self.editor.close_take()
        self._pages.setCurrentWidget(self.list)
        self.title.setText("Takes")
        self.look()

    def _listed(self, takes: tuple[ListedTake, ...] | AppError) -> None:
        if not isinstance(takes, AppError):
            self._model.show_takes(takes)

    def _opened(self, info: TakeInfo | AppError) -> None:
        if isinstance(info, AppError):
            self._tell(info)
            self.look()
            return
        self._pages.setCurrentWidget(self.editor)
        self.title.setText(info.path.stem)
        self.editor.open(info)

    @Slot(object)
    def _tell(self, error: AppError) -> None:
        self.noticed.emit(Notice("bad", error.title, error.hint))

    @Slot(str)
    def _export(self, suffix: str) -> None:
        """Exports into the chosen folder, under the take's name."""
        info = self.editor.info
        if info is None:
            return
        self.start_exports()
        assert self._queue is not None
        planned = {item.output for item in self._queue.items if item.unfinished}
        output, number = unique_path(self.editor.column.output_folder, info.path.stem, suffix), 2
        while output in planned:
            output = unique_path(output.parent, f"{info.path.stem} ({number})", suffix)
            number += 1
        start, end = self.editor.transport.part
        job = ExportJob(
            info.path, output, self.editor.changes, start, end, self.editor.column.quality, self._settings.engine)
        self._queue.add(Task(KIND, tree_of(job)), info.path.stem, output)

    @Slot(str, str)
    def _do(self, what: str, id: str) -> None:
        assert self._queue is not None
        if what == "show":
            self.revealed.emit(next(item.output for item in self._queue.items if item.id == id))
        else:
            {"stop": self._queue.stop, "retry": self._queue.retry, "remove": self._queue.remove}[what]([id])

    @Slot()
    def _show_exports(self) -> None:
        if self._queue is not None:
            self.exports.show_items(self._queue.items)
