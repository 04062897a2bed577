"""The gallery's tiles as a Qt list model; thumbnails arrive later from a worker thread."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from app.errors import AppError
from app.ui.gallery.items import Tile
from app.ui.state.jobs import Jobs

TileRole = Qt.ItemDataRole.UserRole
ThumbnailRole = Qt.ItemDataRole.UserRole + 1
BrokenRole = Qt.ItemDataRole.UserRole + 2
ChosenRole = Qt.ItemDataRole.UserRole + 3
LoadingRole = Qt.ItemDataRole.UserRole + 4

Index = QModelIndex | QPersistentModelIndex
Thumbnail = Callable[[Path], QImage]


class GalleryModel(QAbstractListModel):
    """Roles: TileRole a Tile, ThumbnailRole a QImage or None, BrokenRole an AppError or None, the others a bool."""

    def __init__(self, jobs: Jobs, thumbnail: Thumbnail, parent: QObject | None = None) -> None:
        """thumbnail makes a picture of a background; it runs in a worker thread and may raise AppError."""
        super().__init__(parent)
        self._jobs = jobs
        self._thumbnail = thumbnail
        self._tiles: tuple[Tile, ...] = ()
        self._images: dict[Path | None, QImage] = {}
        self._errors: dict[Path | None, AppError] = {}
        self._asked: set[Path | None] = set()
        self._chosen = -1

    @property
    def tiles(self) -> tuple[Tile, ...]:
        return self._tiles

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Shows other tiles; thumbnails already loaded are kept."""
        if tuple(tiles) == self._tiles:
            return
        self.beginResetModel()
        self._tiles = tuple(tiles)
        self.endResetModel()
        for tile in self._tiles:
            # Retry a broken one: its file may be back.
            missing = tile.path not in self._asked and tile.path not in self._images
            if tile.path is not None and missing:
                self._asked.add(tile.path)
                self._jobs.submit(partial(self._thumbnail, tile.path), partial(self._arrived, tile.path))

    def choose(self, row: int) -> None:
        """Marks the row of the background in use; -1 for none."""
        if row == self._chosen:
            return
        before, self._chosen = self._chosen, row
        for changed in (before, row):
            self._tell(changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._tiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._tiles):
            return None
        tile = self._tiles[index.row()]
        error = self._errors.get(tile.path)
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return _hint(tile, error)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            facts = (", cannot be used" if error else "") + (", in use" if index.row() == self._chosen else "")
            return tile.title + facts
        values = {TileRole: tile, ThumbnailRole: self._images.get(tile.path), BrokenRole: error,
                  LoadingRole: tile.path in self._asked and error is None,
                  ChosenRole: index.row() == self._chosen}
        return values.get(role)

    def _arrived(self, path: Path, image: QImage | AppError) -> None:
        self._asked.discard(path)
        if isinstance(image, AppError):
            self._errors[path] = image
        else:
            self._images[path] = image
            self._errors.pop(path, None)
        for row, tile in enumerate(self._tiles):
            if tile.path == path:
                self._tell(row)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self._tiles):
            self.dataChanged.emit(self.index(row), self.index(row))


def _hint(tile: Tile, error: AppError | None) -> str:
    if tile.kind == "add":
        return "Add a picture or video of your own"
    if error is not None:
        return f"{error}\n{tile.path}\nPress Delete to remove the tile."
    return str(tile.path) if tile.own else tile.title
