"""Pixels from the SVG icons: the app icon in the sizes and containers that desktops want, and a contact sheet."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def draw(svg: Path, size: int, colour: str = "#000000") -> QImage:
    """The icon at size x size, `currentColor` replaced."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    text = svg.read_text(encoding="utf-8").replace("currentColor", colour)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def to_pillow(image: QImage) -> Image.Image:
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    size = (straight.width(), straight.height())
    return Image.frombuffer("RGBA", size, bytes(straight.constBits()), "raw", "RGBA", straight.bytesPerLine(), 1)


def write_app_icon(folder: Path) -> None:
    svg = folder / "backdrop.svg"
    pictures = {size: to_pillow(draw(svg, size)) for size in sorted({*ICO_SIZES, 512, 1024})}
    pictures[256].save(folder / "backdrop.png", optimize=True)
    pictures[512].save(folder / "backdrop-512.png", optimize=True)
    smaller = [pictures[size] for size in ICO_SIZES[:-1]]
    pictures[256].save(folder / "backdrop.ico", sizes=[(s, s) for s in ICO_SIZES], append_images=smaller)
    pictures[1024].save(folder / "backdrop.icns", append_images=[pictures[s] for s in (32, 64, 128, 256, 512)])


def contact_sheet(folder: Path, names: list[str], path: Path) -> None:
    """Every icon at 20, 24 and 64 px on a light and a dark ground, and the app icon large and small."""
    columns, cell = 8, 150
    rows = -(-len(names) // columns)
    sheet = QImage(columns * cell, rows * cell + 300, QImage.Format.Format_ARGB32)
    sheet.fill(QColor("#f5f6f8"))
    painter = QPainter(sheet)
    for i, name in enumerate(names):
        x, y = i % columns * cell, i // columns * cell
        dark = (i // columns) % 2 == 1
        painter.fillRect(x, y, cell, cell, QColor("#1b1f27" if dark else "#f5f6f8"))
        colour = "#e6e9ef" if dark else "#22262e"
        painter.drawImage(x + 14, y + 16, draw(folder / f"{name}.svg", 72, colour))
        painter.drawImage(x + 100, y + 20, draw(folder / f"{name}.svg", 24, colour))
        painter.drawImage(x + 102, y + 60, draw(folder / f"{name}.svg", 20, colour))
    x = 20
    for size in (256, 128, 64, 48, 32, 24, 16):
        painter.drawImage(x, rows * cell + 20, draw(folder / "backdrop.svg", size))
        x += size + 24
    painter.end()
    sheet.save(str(path))
