"""Draws one tile of the gallery."""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.pipeline.background.kinds import CHECKER_DARK, CHECKER_LIGHT
from app.ui.gallery.items import Tile
from app.ui.gallery.model import BrokenRole, ChosenRole, Index, LoadingRole, ThumbnailRole, TileRole
from app.ui.style import icons, theme

RADIUS = 8.0
LABEL_PX = 18
CHECKER_PX = 9.0
TILE_MARGIN = 4


class TileDelegate(QStyledItemDelegate):
    """Attributes:
    cell: width and height of one tile with its label, px.
    color: what the colour tile shows, '#rrggbb'.
    by_keyboard: whether the current tile has a focus ring; a click leaves none, since it chooses.
    """

    def __init__(self, cell: QSize, color: str) -> None:
        super().__init__()
        self.cell = cell
        self.color = color
        self.by_keyboard = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        cell = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        picture = cell.adjusted(TILE_MARGIN, TILE_MARGIN, -TILE_MARGIN, -TILE_MARGIN - LABEL_PX)
        self._draw_picture(painter, picture, index)
        chosen = bool(index.data(ChosenRole))
        focused = self.by_keyboard and bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        _draw_ring(painter, picture, chosen=chosen, focused=focused, hovered=hovered)
        tile: Tile = index.data(TileRole)
        if hovered and tile.own:
            _draw_badge(painter, QRectF(cross_of(option.rect)).center(), "close", filled=False)  # type: ignore[attr-defined]
        elif chosen:
            _draw_badge(painter, picture.topRight() + QPointF(-12, 12), "check", filled=True)
        _draw_label(painter, cell, str(index.data()), chosen=chosen)
        painter.restore()

    def _draw_picture(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        tile: Tile = index.data(TileRole)
        image = index.data(ThumbnailRole)
        shape = QPainterPath()
        shape.addRoundedRect(rect, RADIUS, RADIUS)
        if tile.kind == "color":
            painter.fillPath(shape, QColor(self.color))
        elif isinstance(image, QImage):
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(rect, image)
            painter.restore()
        else:
            _draw_placeholder(painter, shape, tile, broken=index.data(BrokenRole) is not None)
        if index.data(LoadingRole):
            _draw_loading(painter, rect)
        elif tile.kind == "video" and index.data(BrokenRole) is None:
            _draw_badge(painter, rect.bottomLeft() + QPointF(12, -12), "play", filled=False)


def cross_of(cell: QRect) -> QRect:
    """The place of a tile's remove button within its cell."""
    return QRect(cell.right() - TILE_MARGIN - 23, cell.top() + TILE_MARGIN + 1, 22, 22)


def _draw_loading(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(QColor(theme.current().muted))
    painter.setFont(theme.font(11))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "Loading…")


def _draw_placeholder(painter: QPainter, shape: QPainterPath, tile: Tile, *, broken: bool) -> None:
    palette = theme.current()
    rect = shape.boundingRect()
    glyph = QRectF(0, 0, 20, 20)
    glyph.moveCenter(rect.center())
    if tile.kind == "blur":
        gradient = QLinearGradient(rect.topLeft(), rect.bottomRight())
        gradient.setColorAt(0, QColor("#8f9bd6"))
        gradient.setColorAt(0.5, QColor("#b79fc9"))
        gradient.setColorAt(1, QColor("#e3b79b"))
        painter.fillPath(shape, gradient)
        icons.draw(painter, "blur", glyph, "#ffffff")
        return
    if tile.kind == "transparent":
        _draw_checkerboard(painter, shape)
        icons.draw(painter, "transparent", glyph, "#ffffff")
        return
    painter.fillPath(shape, QColor(palette.raised))
    if tile.kind == "add":
        painter.setPen(QPen(QColor(palette.line_strong), 1, Qt.PenStyle.DashLine))
        painter.drawPath(shape)
        icons.draw(painter, "add", glyph, palette.muted)
    elif broken:
        icons.draw(painter, "warning", glyph, palette.warning)


def _draw_checkerboard(painter: QPainter, shape: QPainterPath) -> None:
    """In the same greys as the preview; see app.pipeline.background.kinds."""
    rect = shape.boundingRect()
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(rect, QColor(CHECKER_DARK, CHECKER_DARK, CHECKER_DARK))
    light = QColor(CHECKER_LIGHT, CHECKER_LIGHT, CHECKER_LIGHT)
    for row in range(int(rect.height() // CHECKER_PX) + 1):
        for column in range(row % 2, int(rect.width() // CHECKER_PX) + 1, 2):
            corner = rect.topLeft() + QPointF(column * CHECKER_PX, row * CHECKER_PX)
            painter.fillRect(QRectF(corner.x(), corner.y(), CHECKER_PX, CHECKER_PX), light)
    painter.restore()


def _draw_ring(painter: QPainter, rect: QRectF, *, chosen: bool, focused: bool, hovered: bool) -> None:
    palette = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if chosen or focused:
        painter.setPen(QPen(QColor(palette.accent_text if chosen else palette.text), 2))
        painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
    if focused and chosen:
        painter.setPen(QPen(QColor(palette.text), 1))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
    elif hovered and not chosen:
        painter.setPen(QPen(QColor(palette.line_strong), 1))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)


def _draw_badge(painter: QPainter, center: QPointF, icon: str, *, filled: bool) -> None:
    palette = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.accent) if filled else QColor(0, 0, 0, 150))
    painter.drawEllipse(center, 9, 9)
    icons.draw(painter, icon, QRectF(center.x() - 6, center.y() - 6, 12, 12), "#ffffff")


def _draw_label(painter: QPainter, cell: QRectF, text: str, *, chosen: bool) -> None:
    palette = theme.current()
    painter.setFont(theme.font(11))
    painter.setPen(QColor(palette.text if chosen else palette.muted))
    rect = cell.adjusted(TILE_MARGIN, cell.height() - LABEL_PX - 2, -TILE_MARGIN, -1)
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(rect.width()))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, elided)
