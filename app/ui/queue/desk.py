"""Manages the queue of files while the window is open: adding, showing progress, telling when it is done."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.pipeline.render.job import RenderJob
from app.pipeline.render.queue import RenderQueue
from app.pipeline.render.queue_file import QueueFile
from app.pipeline.render.render_task import task_of
from app.pipeline.render.result_names import ResultNames, all_files_of
from app.pipeline.render.worker import Worker
from app.settings import Settings
from app.ui.queue.queue_window import QueueWindow
from app.ui.state.notices import Notice
from app.ui.state.takes import folder_of

OpenQueue = Callable[[Callable[[], None]], RenderQueue]


def open_queue(on_change: Callable[[], None]) -> RenderQueue:
    """The user's queue; its processes run at low priority."""
    return RenderQueue(kept=QueueFile(), on_change=on_change, open_worker=partial(Worker, low_priority=True))


class RenderDesk(QObject):
    """Opens the queue when it is first needed.

    Signals:
        noticed(Notice): something to tell beside the picture.
        revealed(Path): the user wants to see a result in its folder.
        add_wanted(): ask the user for files. folder_wanted(): ask for another folder.
    """

    noticed = Signal(object)
    revealed = Signal(object)
    add_wanted = Signal()
    folder_wanted = Signal()
    _changed = Signal()

    def __init__(
        self, parent: QWidget, settings: Callable[[], Settings], open_queue: OpenQueue = open_queue
    ) -> None:
        """settings: returns the window's current settings."""
        super().__init__(parent)
        self._parent, self._settings, self._open_queue = parent, settings, open_queue
        self._queue: RenderQueue | None = None
        self._folder: Path | None = None
        self._busy = False
        self.window_ = QueueWindow(parent)
        self.window_.asked.connect(self._do)
        self.window_.took.connect(self.add)
        self.window_.add_wanted.connect(self.add_wanted)
        self.window_.folder_wanted.connect(self.folder_wanted)
        self._changed.connect(self._show, Qt.ConnectionType.QueuedConnection)  # from the queue's threads

    @property
    def folder(self) -> Path:
        """The folder for results: the recordings folder unless the user chose another."""
        return self._folder or folder_of(self._settings())

    def use_folder(self, folder: Path | None) -> None:
        """Changes the folder; None if the user cancelled."""
        self._folder = folder or self._folder
        self.window_.show_folder(self.folder)

    @Slot()
    def open(self) -> None:
        """Shows the queue's window."""
        self._running()
        self.window_.show_folder(self.folder)
        self.window_.show()
        self.window_.raise_()
        self.window_.activateWindow()

    @Slot(list)
    def add(self, paths: Sequence[Path]) -> None:
        """Adds files, and those in folders, with the window's current look; opens the queue's window."""
        if not paths:
            return
        try:
            files = all_files_of(map(str, paths))
            self.folder.mkdir(parents=True, exist_ok=True)
        except AppError as error:
            self.noticed.emit(Notice("bad", error.title, error.hint))
            return
        except OSError:
            pass  # each item reports its own error
        queue, settings = self._running(), self._settings()
        theirs = {item.output for item in queue.items}
        names = ResultNames(self.folder, taken=lambda path: path in theirs or path.exists())
        for file in files:
            output = names.path(file, transparent=settings.background.kind == "transparent")
            own = replace(settings, camera=replace(settings.camera, source=file))
            queue.add(task_of(RenderJob(output, own, quality=self.window_.quality)), file, output)
        self._busy = True  # a small file may be done before the first check
        self.open()

    @Slot()
    def go_on(self) -> None:
        """Resumes what an earlier run left."""
        if not QueueFile().path.is_file():
            return
        left = sum(item.state == "waiting" for item in self._running().items)
        if left:
            files = "1 file is" if left == 1 else f"{left} files are"
            self.noticed.emit(Notice("info", f"{files} still being rendered", "See File → Render files."))

    def close(self) -> None:
        """Ends the work until the next run. Safe to call twice."""
        queue, self._queue = self._queue, None
        if queue is not None:
            queue.close()

    def _running(self) -> RenderQueue:
        if self._queue is None:
            self._queue = self._open_queue(self._changed.emit)
            self._busy = any(item.state in ("waiting", "running") for item in self._queue.items)
            self._queue.start()
            self._show()
        return self._queue

    @Slot()
    def _show(self) -> None:
        if self._queue is None:
            return
        items = self._queue.items
        self.window_.show_items(items)
        busy = any(item.unfinished for item in items)
        seen = self.window_.isVisible() and self.window_.isActiveWindow()
        if self._busy and not busy and not seen:
            self._tell_end([item.output for item in items if item.state == "done"])
        self._busy = busy

    def _tell_end(self, results: Sequence[Path]) -> None:
        if results:
            title = "1 file is rendered" if len(results) == 1 else f"{len(results)} files are rendered"
            self.noticed.emit(Notice("good", title, results[-1].name, "show_file", results[-1]))

    @Slot(list, str)
    def _do(self, ids: Sequence[str], what: str) -> None:
        queue = self._running()
        if what == "show":
            outputs = [item.output for item in queue.items if item.id in ids]
            self.revealed.emit(outputs[0])
            return
        {"pause": queue.pause, "resume": queue.resume, "stop": queue.stop, "retry": queue.retry,
         "remove": queue.remove}[what](ids)
