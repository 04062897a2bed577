"""The list of takes, with buttons for the selected one."""
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QStackedLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.pipeline.takes.take_list import ListedTake
from app.ui.takes.delegate import CELL, TakeDelegate
from app.ui.takes.model import BrokenRole, ListedRole, TakeModel
from app.ui.widgets.text import button, label

EMPTY = ("No takes yet. Switch on “Keep the camera picture” under Recording, then record: "
         "you can change such a take here afterwards.")


def to_wastebasket(path: Path) -> bool:
    """Moves a file to the wastebasket. False if there is none for that disk, or it is locked."""
    return QFile(str(path)).moveToTrash()


class TakeList(QWidget):
    """Signals:
    opened(Path): open a take.
    revealed(Path): show a take in its folder.
    told(AppError): something could not be done.
    changed(): the folder's takes changed.
    """

    opened = Signal(object)
    revealed = Signal(object)
    told = Signal(object)
    changed = Signal()

    def __init__(self, model: TakeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.view = QListView()
        self.open = button("Open", "primary")
        self.rename = button("Rename")
        self.delete = button("Delete")
        self.show_file = button("Show in folder")
        self.empty = label(EMPTY, "body")
        self._prepare_view()
        self._lay_out()
        self._connect()
        self._follow()

    def _prepare_view(self) -> None:
        view = self.view
        view.setObjectName("gallery")
        view.setAccessibleName("Takes")
        view.setModel(self._model)
        view.setItemDelegate(TakeDelegate(view))
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setMovement(QListView.Movement.Static)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setGridSize(CELL)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)

    def _lay_out(self) -> None:
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(48, 0, 48, 0)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.view)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        for each in (self.open, self.rename, self.show_file, self.delete):
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._pages, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.view.activated.connect(self._open)
        self.view.selectionModel().selectionChanged.connect(self._follow)
        self._model.modelReset.connect(self._follow)
        self._model.dataChanged.connect(self._follow)
        self._model.failed.connect(self.told)
        self.open.clicked.connect(self._open)
        self.rename.clicked.connect(lambda: self.view.edit(self.view.currentIndex()))
        self.show_file.clicked.connect(lambda: self.revealed.emit(self._chosen().path))  # type: ignore[union-attr]
        self.delete.clicked.connect(self._delete)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)

    def _chosen(self) -> ListedTake | None:
        rows = self.view.selectionModel().selectedIndexes()
        take = rows[0].data(ListedRole) if rows else None
        return take if isinstance(take, ListedTake) else None

    @Slot()
    def _follow(self) -> None:
        chosen = self.view.selectionModel().selectedIndexes()
        for each in (self.rename, self.delete, self.show_file):
            each.setEnabled(bool(chosen))
        self.open.setEnabled(bool(chosen) and chosen[0].data(BrokenRole) is None)
        self._pages.setCurrentWidget(self.view if self._model.takes else self.empty)

    @Slot()
    def _open(self) -> None:
        take = self._chosen()
        index = self.view.currentIndex()
        if take is None:
            return
        error = index.data(BrokenRole)
        if error is not None:
            self.told.emit(error)
        else:
            self.opened.emit(take.path)

    @Slot()
    def _delete(self) -> None:
        take = self._chosen()
        if take is None:
            return
        if take.path.exists() and not to_wastebasket(take.path):
            hint = f"There is no wastebasket on that disk, or it is locked. Delete it in its folder: {take.path}"
            self.told.emit(AppError("The take cannot be moved to the wastebasket", hint, failed_running=True))
        self.changed.emit()
