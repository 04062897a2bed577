"""Draws a take in the list: thumbnail, name, date, length and size."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.style import icons, theme
from app.ui.takes.model import BrokenRole, FactsRole, Index, ThumbnailRole

CELL = QSize(224, 182)
MARGIN, NAME_PX, FACTS_PX = 8, 20, 18
RADIUS = 8.0


class TakeDelegate(QStyledItemDelegate):
    """The name is edited in place."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = theme.current()
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        cell = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        picture = _picture_of(cell)
        self._draw_picture(painter, picture, index)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent_text if chosen else palette.line_strong), 2 if chosen else 1))
            painter.drawRoundedRect(picture.adjusted(-2, -2, 2, 2) if chosen else picture, RADIUS + 2, RADIUS + 2)
        name = QRectF(picture.left(), picture.bottom() + 5, picture.width(), NAME_PX)
        facts = QRectF(picture.left(), name.bottom() - 2, picture.width(), FACTS_PX)
        _draw_text(painter, name, str(index.data()), palette.text, theme.font(13, theme.SEMIBOLD))
        _draw_text(painter, facts, str(index.data(FactsRole)), palette.muted, theme.font(11))
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        picture = _picture_of(QRectF(option.rect))  # type: ignore[attr-defined]
        editor.setGeometry(QRectF(picture.left() - 4, picture.bottom() + 2, picture.width() + 8, 34).toRect())

    def _draw_picture(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        palette = theme.current()
        shape = QPainterPath()
        shape.addRoundedRect(rect, RADIUS, RADIUS)
        image = index.data(ThumbnailRole)
        if isinstance(image, QImage):
            painter.setClipPath(shape)
            painter.drawImage(rect, image)
            painter.setClipping(False)
            return
        painter.fillPath(shape, QColor(palette.raised))
        glyph = QRectF(0, 0, 24, 24)
        glyph.moveCenter(rect.center())
        broken = index.data(BrokenRole) is not None
        icons.draw(painter, "warning" if broken else "video", glyph, palette.warning if broken else palette.faint)


def _picture_of(cell: QRectF) -> QRectF:
    width = cell.width() - 2 * MARGIN
    return QRectF(cell.left() + MARGIN, cell.top() + MARGIN, width, width * 9 / 16)


def _draw_text(painter: QPainter, rect: QRectF, text: str, color: str, font: object) -> None:
    painter.setFont(font)  # type: ignore[arg-type]
    painter.setPen(QColor(color))
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(rect.width()))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
