"""What a view draws over the composite: the raw picture with its mark, or the decoder's maps with their legends.

One function draws the raw picture and its warning mark, so neither appears without the other.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from app.pipeline.frame import Frame
from app.pipeline.process.view import PreviewFrame
from app.ui.picture.layer_labels import ANSWER, DETAIL, GAP, MARGIN, PILL, draw_legend, draw_names
from app.ui.qimage import wrap
from app.ui.style import icons, theme

ViewMode = Literal["plain", "split", "xray", "paint", "room"]
"""paint: zones are painted over the composite; room: over the raw picture."""

MARKS = ("Only you can see your room here", "Only you see your room", "Your room")
"""The first that fits is drawn."""
AMBER, ON_AMBER = "#f5b647", "#241800"
MARK_HEIGHT = int(MARGIN + PILL + GAP)  # px at the bottom reserved for marks and legends


@dataclass(frozen=True)
class Layers:
    """Images that came with a composite. If all are None, only the composite is drawn.

    Attributes:
        room: the raw picture.
        confidence, gate: the X-ray's maps; see ANSWER and DETAIL.
    """

    room: QImage | None = None
    confidence: QImage | None = None
    gate: QImage | None = None

    @classmethod
    def of(cls, frame: Frame, look: ViewMode) -> Layers:
        """The layers of a frame that the view shows, and no others."""
        if not isinstance(frame, PreviewFrame):
            return cls()
        if look in ("split", "room"):
            return cls(room=wrap(frame.room.pixels) if frame.room is not None else None)
        if look == "xray" and frame.xray is not None:
            return cls(confidence=wrap(frame.xray.confidence), gate=wrap(frame.xray.gate))
        return cls()

    def __bool__(self) -> bool:
        return self.room is not None or self.confidence is not None


@dataclass(frozen=True)
class Halves:
    """How a picture is divided.

    Attributes:
        divide: where the two halves meet, 0..1 from the left.
        taken: px at the picture's upper left and right corner that are occupied.
    """

    divide: float = 0.5
    taken: tuple[int, int] = (0, 0)


def draw_look(painter: QPainter, picture: QRectF, beside: Layers, halves: Halves) -> None:
    """Draws the layers over a composite that is already drawn.

    Args:
        picture: where the composite is, px.
        beside: the layers that came with it.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, right = _halves(picture, halves.divide)
    if beside.room is not None:
        _draw_room(painter, picture, left, beside.room)
        if right.width() > 0:
            draw_names(painter, (left, right), ("Before", "After"), halves.taken)
    elif beside.confidence is not None and beside.gate is not None:
        _draw_part(painter, picture, left, beside.confidence)
        _draw_part(painter, picture, right, beside.gate)
        draw_names(painter, (left, right), (ANSWER.name, DETAIL.name), halves.taken)
        for half, legend in ((left, ANSWER), (right, DETAIL)):
            draw_legend(painter, half, legend)
    painter.restore()


def _halves(picture: QRectF, divide: float) -> tuple[QRectF, QRectF]:
    left, right = QRectF(picture), QRectF(picture)
    left.setWidth(round(picture.width() * divide))
    right.setLeft(left.right())
    return left, right


def _draw_part(painter: QPainter, picture: QRectF, part: QRectF, image: QImage) -> None:
    """Draws the part of a whole-picture image that falls into an area."""
    scale_x, scale_y = image.width() / picture.width(), image.height() / picture.height()
    source = QRectF((part.left() - picture.left()) * scale_x, 0, part.width() * scale_x, part.height() * scale_y)
    painter.drawImage(part, image, source)


def _draw_room(painter: QPainter, picture: QRectF, part: QRectF, image: QImage) -> None:
    if part.width() <= 0:
        return
    _draw_part(painter, picture, part, image)
    painter.setPen(QPen(QColor(AMBER), 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(part.adjusted(1.5, 1.5, -1.5, -1.5), theme.RADIUS - 1, theme.RADIUS - 1)
    _draw_mark(painter, picture, part)


def _draw_mark(painter: QPainter, picture: QRectF, part: QRectF) -> None:
    font = theme.font(13, theme.SEMIBOLD)
    widths = {mark: QFontMetricsF(font).horizontalAdvance(mark) + 46 for mark in MARKS}
    fitting = [mark for mark in MARKS if widths[mark] + 2 * MARGIN <= part.width()]  # inside the raw half, if one fits
    fitting += [mark for mark in MARKS if widths[mark] + 2 * GAP <= picture.width()]
    mark = fitting[0] if fitting else MARKS[-1]
    pill = mark_place(picture, part, widths[mark])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(AMBER))
    painter.drawRoundedRect(pill, PILL / 2, PILL / 2)
    icons.draw(painter, "eye", QRectF(pill.left() + 11, pill.center().y() - 9, 18, 18), ON_AMBER)
    painter.setPen(QColor(ON_AMBER))
    painter.setFont(font)
    painter.drawText(pill.adjusted(34, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark)


def mark_place(picture: QRectF, part: QRectF, width: float) -> QRectF:
    """At the bottom of the raw half, or beside it if that is narrow; at the top if the whole picture is raw.

    Always within the picture, even if neither half has enough room.
    """
    pill = QRectF(part.left() + MARGIN, part.bottom() - MARGIN - PILL, width, PILL)
    if part.width() >= picture.width():
        pill.moveCenter(QPointF(part.center().x(), part.top() + MARGIN + PILL / 2))
    elif width + 2 * MARGIN > part.width():
        pill.moveLeft(part.right() + GAP)
    pill.moveLeft(max(picture.left() + GAP, min(pill.left(), picture.right() - GAP - width)))
    return pill
