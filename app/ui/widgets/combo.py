"""A combo box whose arrow is one of our icons and whose list ignores the wheel until it is opened."""
from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.style import theme
from app.ui.widgets.chevron import draw_chevron

Index = QModelIndex | QPersistentModelIndex
SEPARATOR_PX = 11


class ListDelegate(QStyledItemDelegate):
    """Rows as the style sheet has them; a separator is a hairline."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, SEPARATOR_PX) if _is_separator(index) else super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not _is_separator(index):
            super().paint(painter, option, index)
            return
        row: QRect = option.rect  # type: ignore[attr-defined]
        painter.setPen(QColor(theme.current().line))
        painter.drawLine(row.left() + 8, row.center().y(), row.right() - 8, row.center().y())


def _is_separator(index: Index) -> bool:
    return bool(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "separator")  # as Qt marks them


class Combo(QComboBox):
    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setView(QListView())  # the native list ignores style sheets, and made on opening it is too small
        self.view().setItemDelegate(ListDelegate(self.view()))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(1)
        self.setMinimumWidth(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def showPopup(self) -> None:
        self.view().doItemsLayout()  # rows measured while their card was folded have no style yet
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the panels must not change the camera

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = palette.muted if self.isEnabled() else palette.faint
        draw_chevron(painter, QPointF(self.width() - 16, self.height() / 2), color)
