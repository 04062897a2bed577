"""Draws the latest composite and what a view adds to it, and nothing else."""
from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.pipeline.frame import Frame
from app.pipeline.stats import Ages
from app.ui.picture.view_layers import Halves, Layers, ViewMode, draw_look
from app.ui.qimage import fitted, wrap
from app.ui.style import theme

ASPECT = 16 / 9


class Preview(QWidget):
    """Attributes:
        picture: where the image is drawn, px; 16:9 in the middle until the first one arrives.
        beside: what the view shows besides the composite.
        ages: how old the pictures were when they were painted.

    Signals:
        reshaped(): the first picture, or one of another size; overlays must be placed again.
        halved(bool): whether the view has two halves.
    """

    reshaped = Signal()
    halved = Signal(bool)

    def __init__(self, take: Callable[[], Frame | None], parent: QWidget | None = None) -> None:
        """take returns the latest composite, or None if there is no new one since the last call."""
        super().__init__(parent)
        self._take = take
        self._frame: Frame | None = None
        self._image: QImage | None = None
        self._on_screen: QImage | None = None  # the same image, scaled to the screen's own pixels
        self._look: ViewMode = "plain"
        self._divide = 0.5
        self._taken = (0, 0)
        self.beside = Layers()
        self.ages = Ages()
        self._unpainted: float | None = None  # when the latest frame was captured
        self._radius = float(theme.RADIUS)
        self.picture = QRectF()
        self._corners = QPainterPath()
        self.setAccessibleName("Preview")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)

    @property
    def image(self) -> QImage | None:
        """The image that is drawn."""
        return self._image

    @Slot()
    def show_newest(self) -> None:
        """Takes the latest composite, if there is one, and schedules a repaint."""
        frame = self._take()
        if frame is None:
            return
        size_before = self._image.size() if self._image is not None else None
        self._frame, self._image, self._on_screen = frame, wrap(frame.image), None
        self._unpainted = frame.time
        self._lay_beside(Layers.of(frame, self._look))
        if self._image.size() != size_before:
            self.fit()
            self.reshaped.emit()
        self.update()

    def show_look(self, look: ViewMode) -> None:
        """Takes effect with the next picture; what another view added disappears at once."""
        self._look = look
        self._lay_beside(Layers())
        self.update()

    @Slot(float)
    def divide_at(self, share: float) -> None:
        """Sets where the two halves of a view meet, 0..1 from the left."""
        self._divide = share
        self.update()

    def keep_clear(self, left: int, right: int) -> None:
        """px of the picture's upper corners that are occupied: no name is drawn there."""
        if (left, right) != self._taken:
            self._taken = (left, right)
            self.update()

    def _lay_beside(self, beside: Layers) -> None:
        before, self.beside = bool(self.beside), beside
        if bool(beside) != before:
            self.halved.emit(bool(beside))

    def set_rounded(self, rounded: bool) -> None:
        """Full screen has no round corners."""
        self._radius = float(theme.RADIUS) if rounded else 0.0
        self.fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    def fit(self) -> None:
        """Computes where the picture goes; Qt tells a hidden widget its size only once it is shown."""
        aspect = ASPECT if self._image is None else self._image.width() / self._image.height()
        width = min(float(self.width()), self.height() * aspect)
        size = QRectF(0, 0, round(width), round(width / aspect))
        size.moveCenter(QRectF(self.rect()).center())
        self.picture = QRectF(size.toRect())
        outer, inner = QPainterPath(), QPainterPath()
        outer.addRect(self.picture.adjusted(-1, -1, 1, 1))
        inner.addRoundedRect(self.picture, self._radius, self._radius)
        self._corners = outer.subtracted(inner)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._unpainted is not None:
            self.ages.add(time.monotonic(), self._unpainted)
            self._unpainted = None
        palette = theme.current()
        ground = QColor(palette.window) if self._radius else QColor("#000000")
        painter = QPainter(self)
        painter.fillRect(self.rect(), ground)
        if self._image is None:
            painter.fillRect(self.picture, QColor(palette.stage))
        else:
            self._draw_picture(painter)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self.beside:
                divide = 1.0 if self._look == "room" else self._divide
                draw_look(painter, self.picture, self.beside, Halves(divide, self._taken))
        if self._radius:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillPath(self._corners, ground)

    def _draw_picture(self, painter: QPainter) -> None:
        assert self._frame is not None
        ratio = self.devicePixelRatioF()
        size = max(1, round(self.picture.width() * ratio)), max(1, round(self.picture.height() * ratio))
        if self._on_screen is None or (self._on_screen.width(), self._on_screen.height()) != size:
            self._on_screen = fitted(self._frame.image, size)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawImage(QPointF(self.picture.topLeft() * ratio), self._on_screen)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
