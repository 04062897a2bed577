"""The small arrow that shows that there is more below."""
from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


def draw_chevron(painter: QPainter, center: QPointF, color: str, *, down: bool = True) -> None:
    """Draws it 8 px wide around center, pointing down, or right."""
    pen = QPen(QColor(color), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    corners = ((-4, -2), (0, 2), (4, -2)) if down else ((-2, -4), (2, 0), (-2, 4))
    painter.drawPolyline(QPolygonF([center + QPointF(x, y) for x, y in corners]))
