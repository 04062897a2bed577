"""The canvas over the picture while zones are painted."""
from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.ui import qimage
from app.ui.zones.sketch import Spot, ZoneSketch
from sinet_core.matting.zones import DROP, KEEP, NONE, Labels

KEEP_COLOR, DROP_COLOR, ERASE_COLOR = QColor("#2fd0a5"), QColor("#ff5c6c"), QColor("#ffffff")
COLORS = {KEEP: KEEP_COLOR, DROP: DROP_COLOR, NONE: ERASE_COLOR}
FILL, HATCH, EDGE = 95, 165, 235  # how opaque, of 255
HATCH_PX = 5
MIN_BRUSH, MAX_BRUSH = 0.01, 0.15
ENLARGED = 3


class Brush(NamedTuple):
    """label: KEEP, DROP, or NONE for the eraser. radius: 0..1 of the frame's width."""

    label: int = KEEP
    radius: float = 0.04


class ZoneCanvas(QWidget):
    """Attributes:
    sketch: the painting.
    brush: the current brush.
    mirrored: whether the picture beneath is mirrored.

    Signals:
        painted(): a stroke was finished.
    """

    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sketch = ZoneSketch((16, 9))
        self.brush = Brush()
        self.mirrored = False
        self._spot: Spot | None = None  # the brush's position
        self._drawing = False
        self._paint: QImage | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAccessibleName("Zones on your picture: arrow keys move the brush, Space paints")
        self.hide()

    def open(self, sketch: ZoneSketch) -> None:
        """Continues a sketch and takes the keyboard focus."""
        self.sketch, self._spot, self._drawing = sketch, None, False
        self.refresh()
        self.setFocus()

    def refresh(self) -> None:
        """Call after the sketch was changed from outside."""
        self._paint = _painted(self.sketch.labels)
        self.update()

    def set_brush(self, brush: Brush) -> None:
        self.brush = brush
        self.update()

    def spot_at(self, point: QPointF) -> Spot:
        """The spot of the unmirrored frame beneath a point of the widget."""
        x, y = point.x() / max(1, self.width()), point.y() / max(1, self.height())
        return (1 - x if self.mirrored else x), y

    def point_of(self, spot: Spot) -> QPointF:
        """The inverse of spot_at."""
        x = 1 - spot[0] if self.mirrored else spot[0]
        return QPointF(x * self.width(), spot[1] * self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._paint is not None:
            painter.save()
            if self.mirrored:
                painter.translate(self.width(), 0)
                painter.scale(-1, 1)
            painter.drawImage(QRectF(self.rect()), self._paint)
            painter.restore()
        if self._spot is not None:
            self._draw_brush(painter, self.point_of(self._spot))

    def _draw_brush(self, painter: QPainter, middle: QPointF) -> None:
        radius = max(3.0, self.brush.radius * self.width())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 120), 4))
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(QPen(COLORS[self.brush.label], 2))
        painter.drawEllipse(middle, radius, radius)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.sketch.begin()
            self._drawing = True
            self._draw_to(self.spot_at(event.position()), from_here=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if self._drawing:
            self._draw_to(spot)
        else:
            self._spot = spot
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drawing and event.button() == Qt.MouseButton.LeftButton:
            self._drawing = False
            self.painted.emit()

    def leaveEvent(self, event: QEvent) -> None:
        if not self._drawing:
            self._spot = None
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the brush, Space paints."""
        step = self.brush.radius / 2 + 0.005
        height = step * self.width() / max(1, self.height())
        ways = {Qt.Key.Key_Left: (-step, 0.0), Qt.Key.Key_Right: (step, 0.0),
                Qt.Key.Key_Up: (0.0, -height), Qt.Key.Key_Down: (0.0, height)}
        key = Qt.Key(event.key())
        if key in ways:
            self._carry(*ways[key])
        elif key == Qt.Key.Key_Space:
            self.sketch.begin()
            self._draw_to(self._spot or (0.5, 0.5), from_here=True)
            self.painted.emit()
        else:
            super().keyPressEvent(event)

    def _carry(self, right: float, down: float) -> None:
        """Moves the brush, in screen directions."""
        x, y = self._spot or (0.5, 0.5)
        x += -right if self.mirrored else right
        self._spot = min(1.0, max(0.0, x)), min(1.0, max(0.0, y + down))
        self.update()

    def _draw_to(self, spot: Spot, *, from_here: bool = False) -> None:
        start = spot if from_here or self._spot is None else self._spot
        self.sketch.stroke(start, spot, self.brush.radius, self.brush.label)
        self._spot = spot
        self.refresh()


def _painted(labels: Labels) -> QImage:
    """The zones as a translucent image: keep plain, drop hatched (not colour alone), both outlined."""
    height, width = (side * ENLARGED for side in labels.shape)
    picture = np.zeros((height, width, 4), np.uint8)
    row, column = np.indices((height, width), sparse=True)
    hatched = ((row + column) // HATCH_PX) % 2 == 0
    for label, color in ((KEEP, KEEP_COLOR), (DROP, DROP_COLOR)):
        mask = cv2.GaussianBlur((labels == label).astype(np.float32), (0, 0), 1.2)
        inside = np.asarray(cv2.resize(mask, (width, height)) >= 0.5, np.uint8)
        edge = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
        opacity = np.where(hatched, HATCH, FILL // 2) if label == DROP else FILL
        alpha = np.where(edge, EDGE, np.where(inside > 0, opacity, 0)).astype(np.uint8)
        ink = np.array([color.blue(), color.green(), color.red()], np.uint8)
        picture[alpha > 0, :3] = ink
        picture[:, :, 3] = np.maximum(picture[:, :, 3], alpha)
    return qimage.copy(picture)
