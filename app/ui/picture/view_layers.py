"""What a view draws over the composite: the raw picture with its mark, or the decoder's maps with their legends.

The raw picture and the mark that says so are drawn by one function, so that neither comes without the other.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QLinearGradient, QPainter, QPen

from app.pipeline.frame import Frame
from app.pipeline.process.view import PreviewFrame
from app.ui.qimage import wrap
from app.ui.style import icons, theme
from sinet_core.inference.explain import CONFIDENCE_BGR, GATE_BGR

ViewMode = Literal["plain", "split", "xray", "paint", "room"]
"""paint: zones are painted over the composite; room: over the raw picture."""

MARKS = ("Your room is visible here, only to you", "Your room, only for you", "Your room")
"""The first that fits is drawn."""
AMBER, ON_AMBER, GLASS = "#f5b647", "#241800", QColor(12, 13, 15, 190)
MARGIN, PILL, GAP = 16.0, 30.0, 10.0
MARK_HEIGHT = int(MARGIN + PILL + GAP)  # px at the foot that belong to marks and legends


@dataclass(frozen=True)
class Legend:
    """What a map of the X-ray shows: its name, its colours (BGR, at equal steps), and what the ends of them mean."""

    name: str
    stops: tuple[tuple[int, int, int], ...]
    ends: tuple[str, str]


# The answer is the one that the picture is cut out by; dark in the middle is unsure.
ANSWER = Legend("How sure the network is", CONFIDENCE_BGR, ("room, for sure", "you, for sure"))
DETAIL = Legend("Where it looks at detail", GATE_BGR, ("hardly", "closely"))


@dataclass(frozen=True)
class Layers:
    """Pictures that came with a composite. All None: nothing but the composite is drawn.

    Attributes:
        room: the raw picture.
        confidence, gate: the X-ray's maps; see ANSWER and DETAIL.
    """

    room: QImage | None = None
    confidence: QImage | None = None
    gate: QImage | None = None

    @classmethod
    def of(cls, frame: Frame, look: ViewMode) -> Layers:
        """What the look shows of a frame, and nothing else of it."""
        if not isinstance(frame, PreviewFrame):
            return cls()
        if look in ("split", "room"):
            return cls(room=wrap(frame.room.pixels) if frame.room is not None else None)
        if look == "xray" and frame.xray is not None:
            return cls(confidence=wrap(frame.xray.confidence), gate=wrap(frame.xray.gate))
        return cls()

    def __bool__(self) -> bool:
        return self.room is not None or self.confidence is not None


def draw_look(painter: QPainter, picture: QRectF, beside: Layers, divide: float) -> None:
    """Draws what lies beside a composite that is drawn already.

    Args:
        picture: where the composite is, px.
        beside: what came with it.
        divide: 0..1, how far from the left the two halves meet.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, right = _halves(picture, divide)
    if beside.room is not None:
        _draw_room(painter, picture, left, beside.room)
        if right.width() > 0:
            _draw_names(painter, left, right, ("Before", "After"))
    elif beside.confidence is not None and beside.gate is not None:
        _draw_part(painter, picture, left, beside.confidence)
        _draw_part(painter, picture, right, beside.gate)
        _draw_names(painter, left, right, (ANSWER.name, DETAIL.name))
        for half, legend in ((left, ANSWER), (right, DETAIL)):
            _draw_legend(painter, half, legend)
    painter.restore()


def _halves(picture: QRectF, divide: float) -> tuple[QRectF, QRectF]:
    left, right = QRectF(picture), QRectF(picture)
    left.setWidth(round(picture.width() * divide))
    right.setLeft(left.right())
    return left, right


def _draw_part(painter: QPainter, picture: QRectF, part: QRectF, image: QImage) -> None:
    """The share of an image of the whole picture that falls into a part of it."""
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
    mark = next((mark for mark in MARKS if widths[mark] + 2 * GAP <= picture.width()), MARKS[-1])
    pill = mark_place(picture, part, widths[mark])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(AMBER))
    painter.drawRoundedRect(pill, PILL / 2, PILL / 2)
    icons.draw(painter, "eye", QRectF(pill.left() + 11, pill.center().y() - 9, 18, 18), ON_AMBER)
    painter.setPen(QColor(ON_AMBER))
    painter.setFont(font)
    painter.drawText(pill.adjusted(34, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark)


def mark_place(picture: QRectF, part: QRectF, width: float) -> QRectF:
    """At the foot of the raw half, or beside it when it is narrow; at the head when all of it is raw.

    Always within the picture, also where neither half has room for all of it.
    """
    pill = QRectF(part.left() + MARGIN, part.bottom() - MARGIN - PILL, width, PILL)
    if part.width() >= picture.width():
        pill.moveCenter(QPointF(part.center().x(), part.top() + MARGIN + PILL / 2))
    elif width + 2 * MARGIN > part.width():
        pill.moveLeft(part.right() + GAP)
    pill.moveLeft(max(picture.left() + GAP, min(pill.left(), picture.right() - GAP - width)))
    return pill


def _draw_names(painter: QPainter, left: QRectF, right: QRectF, names: tuple[str, str]) -> None:
    """One on either side of where the halves meet, as long as its half has room for it."""
    font = theme.font(13, theme.SEMIBOLD)
    painter.setFont(font)
    for half, name, is_left in ((left, names[0], True), (right, names[1], False)):
        width = QFontMetricsF(font).horizontalAdvance(name) + 24
        if width + GAP + MARGIN > half.width():
            continue
        x = half.right() - GAP - width if is_left else half.left() + GAP
        pill = QRectF(x, half.top() + MARGIN, width, PILL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GLASS)
        painter.drawRoundedRect(pill, PILL / 2, PILL / 2)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, name)


def _draw_legend(painter: QPainter, half: QRectF, legend: Legend) -> None:
    """A small scale at the foot of a half: which colour means what."""
    font, stops, ends = theme.font(12), legend.stops, legend.ends
    widths = [QFontMetricsF(font).horizontalAdvance(end) for end in ends]
    bar = 72.0
    pill = QRectF(0, 0, sum(widths) + bar + 44, PILL)
    if pill.width() + 2 * MARGIN > half.width():
        return
    pill.moveCenter(QPointF(half.center().x(), half.bottom() - MARGIN - PILL / 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GLASS)
    painter.drawRoundedRect(pill, PILL / 2, PILL / 2)
    scale = QRectF(pill.left() + 14 + widths[0] + 8, pill.center().y() - 4, bar, 8)
    colors = QLinearGradient(scale.topLeft(), scale.topRight())
    for number, (blue, green, red) in enumerate(stops):
        colors.setColorAt(number / (len(stops) - 1), QColor(red, green, blue))
    painter.setBrush(colors)
    painter.drawRoundedRect(scale, 4, 4)
    painter.setPen(QColor("#ffffff"))
    painter.setFont(font)
    painter.drawText(pill.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, ends[0])
    painter.drawText(pill.adjusted(0, 0, -14, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, ends[1])
