"""Draws the line icons of assets/icons in any colour and pixel density."""
from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import assets_folder

DENSITIES = (1.0, 2.0, 3.0)


def draw(painter: QPainter, name: str, rect: QRectF, color: str) -> None:
    """Draws icon `name` into a square rect."""
    _renderer(name, color).render(painter, rect)


def icon(name: str, color: str, size: int = 20) -> QIcon:
    """For widgets that need a QIcon; our own widgets call draw()."""
    result = QIcon()
    for density in DENSITIES:
        result.addPixmap(pixmap(name, color, size, density))
    return result


@lru_cache(maxsize=256)
def pixmap(name: str, color: str, size: int, density: float) -> QPixmap:
    """Icon `name` as a transparent size×size picture for a screen of that density."""
    result = QPixmap(round(size * density), round(size * density))
    result.setDevicePixelRatio(density)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    draw(painter, name, QRectF(0, 0, size, size), color)
    painter.end()
    return result


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    source = (assets_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
