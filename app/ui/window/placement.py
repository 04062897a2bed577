"""Computes where the window goes: on a screen, its frame included."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize

WISHED = QSize(1280, 800)
SMALLEST = QSize(480, 270)
# A usual window frame, px, until the window manager reports its own.
USUAL_FRAME = QMargins(6, 32, 6, 6)


def first_place(available: QRect, frame: QMargins = USUAL_FRAME) -> QRect:
    """The place of a first window: centred, at the preferred size or as large as the screen allows.

    Args:
        available: the screen's area for windows, without panels and docks; logical px.
        frame: what the window manager draws around the window, px.

    Returns:
        The window without its frame.
    """
    room = available.marginsRemoved(frame)
    place = QRect(QPoint(), WISHED.boundedTo(room.size()))
    place.moveCenter(room.center())
    return place


def held_on_screen(place: QRect, available: Sequence[QRect], frame: QMargins = USUAL_FRAME) -> QRect:
    """place, shrunk and moved as little as needed to fit on a screen with its frame.

    The screen is the one that shows most of it; if none does, it was unplugged, and the first one is used.

    Args:
        place: the window without its frame, logical px.
        available: as for first_place, one for each screen, the primary one first; not empty.
    """
    screen = max(available, key=lambda screen: _area(screen.intersected(place)))
    room = screen.marginsRemoved(frame)
    held = QRect(place.topLeft(), place.size().boundedTo(room.size()))
    held.moveLeft(min(max(held.left(), room.left()), room.right() + 1 - held.width()))
    held.moveTop(min(max(held.top(), room.top()), room.bottom() + 1 - held.height()))
    return held


def _area(place: QRect) -> int:
    return max(0, place.width()) * max(0, place.height())
