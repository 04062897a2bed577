"""The grid of backgrounds: click, arrow keys and Enter choose; Delete removes the user's own."""
from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from app.ui.gallery.delegate import TileDelegate, cross_of
from app.ui.gallery.items import DEFAULT_COLOR, Tile
from app.ui.gallery.model import BrokenRole, GalleryModel, Index, TileRole

COLUMNS = 3
LABEL_AND_MARGINS = 26


class Gallery(QListView):
    """As tall as its tiles; it never scrolls itself.

    Signals:
        used(Tile): the user wants this background (or to add one).
        removed(Tile): the user wants one of their own backgrounds removed from the gallery.
        revealed(Tile): the user wants to see its file.
        reached(QRect): the keyboard moved to the tile there.
    """

    used = Signal(object)
    removed = Signal(object)
    revealed = Signal(object)
    reached = Signal(QRect)

    def __init__(self, model: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setAccessibleName("Backgrounds")
        self._delegate = TileDelegate(QSize(96, 80), DEFAULT_COLOR)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self._configure()
        model.modelReset.connect(self._fit)
        self.clicked.connect(self._use)

    def _configure(self) -> None:
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAcceptDrops(False)  # the whole window takes drops
        self.customContextMenuRequested.connect(self._open_menu)

    def set_color(self, color: str) -> None:
        """Sets the colour of the colour tile."""
        if color != self._delegate.color:
            self._delegate.color = color
            self.viewport().update()

    def menu_for(self, index: QModelIndex) -> QMenu:
        """The right-click menu of a tile."""
        tile: Tile = index.data(TileRole)
        error = index.data(BrokenRole)
        menu = QMenu(self)
        use = menu.addAction("Use" if error is None else error.title, lambda: self.used.emit(tile))
        use.setEnabled(error is None)
        if tile.kind != "add":
            menu.addAction("Copy name", lambda: QGuiApplication.clipboard().setText(tile.title))
        if tile.path is not None:
            menu.addAction("Show in folder", lambda: self.revealed.emit(tile))
        if tile.own:
            menu.addSeparator()
            menu.addAction("Remove from gallery", lambda: self.removed.emit(tile))
        return menu

    def _use(self, index: QModelIndex) -> None:
        """Uses a tile. If it cannot be used, says why and offers to remove it."""
        if not index.isValid():
            return
        if index.data(BrokenRole) is None:
            self.used.emit(index.data(TileRole))
        else:
            self.menu_for(index).popup(self.viewport().mapToGlobal(self.visualRect(index).center()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_keyboard(False)
        index = self.indexAt(event.position().toPoint())
        if self._on_cross(index, event):
            self.removed.emit(index.data(TileRole))
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().update()

    def _on_cross(self, index: QModelIndex, event: QMouseEvent) -> bool:
        own = index.isValid() and index.data(TileRole).own
        left = event.button() == Qt.MouseButton.LeftButton
        return own and left and cross_of(self.visualRect(index)).contains(event.position().toPoint())

    def show_tile(self, row: int) -> None:
        """Makes a tile current; the panels scroll until it is visible."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.reached.emit(self.visualRect(index))

    def _show_keyboard(self, at: bool) -> None:
        if self._delegate.by_keyboard != at:
            self._delegate.by_keyboard = at
            self.viewport().update()

    def _open_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid():
            self.menu_for(index).popup(self.viewport().mapToGlobal(point))

    def _fit(self) -> None:
        width = max(60, (self.width() - 1) // COLUMNS)
        cell = QSize(width, round((width - 8) * 9 / 16) + LABEL_AND_MARGINS)
        self._delegate.cell = cell
        self.setGridSize(cell)
        rows = -(-self.model().rowCount() // COLUMNS)
        self.setFixedHeight(max(1, rows) * cell.height() + 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._show_keyboard(True)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_keyboard(True)
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._use(index)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            if index.data(TileRole).own:
                self.removed.emit(index.data(TileRole))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keeps the current tile visible: the column scrolls."""
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            self.reached.emit(self.visualRect(current))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
