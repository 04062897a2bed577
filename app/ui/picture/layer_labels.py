"""The names of a view's two halves, and the legend of the X-ray."""
from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter

from app.ui.style import theme
from sinet_core.inference.explain import CONFIDENCE_BGR, GATE_BGR

GLASS = QColor(12, 13, 15, 190)
MARGIN, PILL, GAP = 16.0, 30.0, 10.0


@dataclass(frozen=True)
class Legend:
    """The legend of an X-ray map: its name, its colours (BGR, at equal steps), and the meaning of both ends."""

    name: str
    stops: tuple[tuple[int, int, int], ...]
    ends: tuple[str, str]


# The network's final answer, which cuts out the person; dark in the middle means unsure.
ANSWER = Legend("How sure the network is", CONFIDENCE_BGR, ("surely room", "surely you"))
DETAIL = Legend("Where it looks at detail", GATE_BGR, ("hardly", "closely"))


def name_places(
    halves: tuple[QRectF, QRectF], widths: tuple[float, float], taken: tuple[int, int]
) -> tuple[QRectF | None, QRectF | None]:
    """Places the names on either side of the divider; None if a half is too narrow for its name.

    Args:
        widths: of the names, px.
        taken: px at the picture's upper left and right corner that are occupied.
    """
    left, right = halves
    first = QRectF(left.right() - GAP - widths[0], left.top() + MARGIN, widths[0], PILL)
    second = QRectF(right.left() + GAP, right.top() + MARGIN, widths[1], PILL)
    free = [half.width() - max(MARGIN, used + GAP) - GAP for half, used in zip(halves, taken, strict=True)]
    return first if widths[0] <= free[0] else None, second if widths[1] <= free[1] else None


def draw_names(
    painter: QPainter, halves: tuple[QRectF, QRectF], names: tuple[str, str], taken: tuple[int, int]
) -> None:
    font = theme.font(13, theme.SEMIBOLD)
    painter.setFont(font)
    left, right = (QFontMetricsF(font).horizontalAdvance(name) + 24 for name in names)
    for pill, name in zip(name_places(halves, (left, right), taken), names, strict=True):
        if pill is None:
            continue
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GLASS)
        painter.drawRoundedRect(pill, PILL / 2, PILL / 2)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, name)


def draw_legend(painter: QPainter, half: QRectF, legend: Legend) -> None:
    """Draws a small colour scale at the bottom of a half."""
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
