"""The takes of a folder as a Qt list model; details arrive later from a worker thread."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from app.errors import AppError
from app.pipeline.replay.thumbnail import take_thumbnail
from app.pipeline.takes.take_list import ListedTake, rename_take
from app.pipeline.takes.take_reader import TakeInfo, open_take
from app.ui import qimage
from app.ui.state.jobs import Jobs
from app.ui.state.words import clock, megabytes

ListedRole = Qt.ItemDataRole.UserRole
ThumbnailRole = Qt.ItemDataRole.UserRole + 1
FactsRole = Qt.ItemDataRole.UserRole + 2
BrokenRole = Qt.ItemDataRole.UserRole + 3
THUMBNAIL_PX = (320, 180)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Looked:
    """What is read from a take."""

    info: TakeInfo
    image: QImage


def look_into(path: Path) -> Looked:
    """Reads a take's details. Slow. Raises AppError."""
    return Looked(open_take(path), qimage.copy(take_thumbnail(path, THUMBNAIL_PX)))


class TakeModel(QAbstractListModel):
    """Roles: ListedRole a ListedTake, ThumbnailRole a QImage or None, FactsRole a line of text, BrokenRole an AppError
    or None. The name can be edited.

    Signals:
        failed(AppError): a take could not be renamed.
    """

    failed = Signal(object)

    def __init__(
        self, jobs: Jobs, parent: QObject | None = None, look: Callable[[Path], Looked] = look_into
    ) -> None:
        super().__init__(parent)
        self._jobs, self._look = jobs, look
        self._takes: tuple[ListedTake, ...] = ()
        self._known: dict[tuple[Path, float], Looked | AppError] = {}
        self._asked: set[tuple[Path, float]] = set()

    @property
    def takes(self) -> tuple[ListedTake, ...]:
        return self._takes

    def show_takes(self, takes: Sequence[ListedTake]) -> None:
        """Shows other takes; details of those that stay are kept."""
        if tuple(takes) != self._takes:
            self.beginResetModel()
            self._takes = tuple(takes)
            self.endResetModel()
        keys = {_key(take) for take in self._takes}
        self._known = {key: known for key, known in self._known.items() if key in keys}
        for take in self._takes:
            self._ask(take)

    def _ask(self, take: ListedTake) -> None:
        key = _key(take)
        if key not in self._known and key not in self._asked:
            self._asked.add(key)
            self._jobs.submit(partial(self._look, take.path), partial(self._arrived, key), lane="takes")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._takes)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._takes):
            return None
        take = self._takes[index.row()]
        known = self._known.get(_key(take))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return take.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{take.name}, {facts_of(take, known)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(known) if isinstance(known, AppError) else str(take.path)
        values = {ListedRole: take, ThumbnailRole: known.image if isinstance(known, Looked) else None,
                  FactsRole: facts_of(take, known), BrokenRole: known if isinstance(known, AppError) else None}
        return values.get(role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Renames the file."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        take = self._takes[index.row()]
        try:
            path = rename_take(take.path, str(value))
        except AppError as error:
            self.failed.emit(error)
            return False
        renamed = ListedTake(path, take.bytes, take.modified)
        if _key(take) in self._known:
            self._known[_key(renamed)] = self._known.pop(_key(take))
        self._takes = tuple(renamed if other is take else other for other in self._takes)
        self._ask(renamed)
        self.dataChanged.emit(index, index)
        return True

    def _arrived(self, key: tuple[Path, float], known: Looked | AppError) -> None:
        self._asked.discard(key)
        self._known[key] = known
        for row, take in enumerate(self._takes):
            if _key(take) == key:
                self.dataChanged.emit(self.index(row), self.index(row))


def facts_of(take: ListedTake, known: Looked | AppError | None) -> str:
    """'28 Nov 2026, 14:05 · 1:02 · 58 MB'."""
    when = datetime.fromtimestamp(take.modified)
    facts = ["Cannot be opened" if isinstance(known, AppError) else f"{when.day} {when:%b %Y, %H:%M}"]
    if isinstance(known, Looked):
        facts.append(clock(known.info.seconds))
    return " · ".join([*facts, megabytes(take.bytes)])


def _key(take: ListedTake) -> tuple[Path, float]:
    return take.path, take.modified
