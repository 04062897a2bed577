"""Rooms of a home. Each function builds one room around the camera at the origin, looking along +y."""

from __future__ import annotations

import random

import bpy

from rooms import books, furniture, plants
from rooms.materials import cloth, courses, painted, plain, sheer, view, wood
from rooms.shapes import ball, box, curtain, cushion, lathe, sheet, tube
from rooms.stage import camera, ceiling, clear, floor, lamp, wall_x, wall_y


def living_room() -> None:
    """Morning light through sheer curtains from the left, a sofa along the back wall, a fig and a print."""
    clear("#dfeaf2", 0.5, exposure=0.12)
    camera((0.55, 0, 1.25), (-0.3, 4, 1.13), 28, 1.8)
    wall = painted("#e9e3d8", 0.05)
    floor(courses("#b98a5c", "#a87a4e", "#5a3f28", (1.4, 0.13), 0.004, upright=False, bump=0.3))
    ceiling(2.75, painted("#f5f2ec", 0.03))
    wall_x(4.4, -2.6, 3.2, 2.75, wall)
    wall_y(3.2, -3, 4.6, 2.75, wall)
    wall_y(-2.6, -3, 4.6, 2.75, wall, ((1.3, 3.7, 0.35, 2.45),), side=-1)
    wall_x(-3.2, -2.6, 3.2, 2.75, wall)
    white = plain("#f4f3ef", 0.5)
    furniture.window_y(1.3, 3.7, 0.35, 2.45, -2.7, white, columns=3, rows=2)
    sheet((-7, -2, -1), (0, 12, 0), (0, 0, 6), view("#a9c59a", "#f4fbff", 9.0, 0.5))
    lamp("AREA", (-2.85, 2.5, 1.4), 330, "#f2f6ff", 2.4, 2.1, aim=(2, 2.3, 0.9))
    lamp("SUN", (-4, 0, 5), 3.2, "#ffe3bd", 1.2, aim=(0.6, 3.9, 0.1))
    sheers = sheer("#fbf8f2", 0.6)
    curtain((-2.45, 1.05, 0.02), (-2.45, 1.75, 0.02), 2.55, 5, sheers)
    curtain((-2.45, 3.25, 0.02), (-2.45, 3.95, 0.02), 2.55, 5, sheers)
    tube([(-2.45, 0.8, 2.58), (-2.45, 2.5, 2.58), (-2.45, 4.2, 2.58)], 0.013, plain("#b89b6a", 0.3, 0.9))
    furniture.sofa((0.25, 3.62, 0), 2.15, "#b9b4aa", pillows=("#c98f6b", "#7f8f83", "#ece5d8"))
    box((0.2, 2.5, 0.005), (2.7, 1.9, 0.012), cloth("#e4dccb", weave=90), 0.005)
    furniture.frame(
        (-0.35, 4.4, 1.66),
        0.62,
        0.84,
        plain("#b08d5b", 0.4),
        furniture.abstract_art("#e9d9c4", "#c98763", "#53655c", 2.2, 1.0),
    )
    furniture.frame(
        (0.48, 4.4, 1.58),
        0.5,
        0.66,
        plain("#b08d5b", 0.4),
        furniture.abstract_art("#d7dccf", "#8fa08f", "#e6c9a8", 2.6, 4.2),
    )
    plants.pot((-1.72, 3.75, 0), 0.2, 0.36, "#e6e0d4")
    plants.fiddle_fig((-1.72, 3.75, 0.3), 1.5, 3)
    _side_board()


def _side_board() -> None:
    """The right side of the living room: a low oak board with a lamp, books and a vase."""
    oak = wood("#c79a68", "#a87b4c")
    box((2.25, 4.08, 0.16), (1.3, 0.42, 0.5), oak, 0.008)
    for x in (1.7, 2.8):
        box((x, 4.08, 0), (0.04, 0.3, 0.17), plain("#4a3726"), 0.003)
    for x in (1.93, 2.57):
        box((x, 3.865, 0.2), (0.6, 0.012, 0.42), wood("#c29463", "#a37747"), 0.003)
    furniture.table_lamp((2.62, 4.05, 0.66), 0.21, "#9fb0a6", 6)
    palette = books.book_palette()
    rng = random.Random(5)
    for i in range(4):
        box(
            (2.02, 4.05, 0.66 + 0.032 * i),
            (0.25 - 0.015 * i, 0.18, 0.03),
            rng.choice(palette),
            0.003,
            turn=rng.uniform(-8, 8),
        )
    lathe(
        (2.03, 4.05, 0.79),
        [(0, 0), (0.05, 0), (0.075, 0.07), (0.03, 0.14), (0.035, 0.17)],
        plain("#d8cdbd", 0.5),
    )
    plants.pot((1.74, 4.05, 0.66), 0.065, 0.11, "#b5694a")
    plants.trailing((1.74, 4.05, 0.76), 0.2, 8)


def home_office() -> None:
    """Evening: a deep green wall, walnut shelves with a light under each, a lamp, the last blue in the window."""
    clear("#33465c", 0.5, exposure=1.1)
    camera((0, 0, 1.25), (0.05, 4, 1.22), 30, 1.6)
    wall, dark_oak = painted("#6a7c72", 0.08), wood("#8a5f3c", "#5f3f27")
    floor(courses("#8a6140", "#77512f", "#33210f", (1.4, 0.13), 0.004, upright=False, bump=0.3))
    ceiling(2.6, painted("#d9d6cf", 0.04))
    wall_x(3.7, -2.4, 2.6, 2.6, wall)
    wall_y(2.6, -3, 3.9, 2.6, wall)
    wall_y(-2.4, -3, 3.9, 2.6, wall, ((1.5, 3.1, 0.8, 2.3),), side=-1)
    wall_x(-2.8, -2.4, 2.6, 2.6, wall)
    furniture.window_y(1.5, 3.1, 0.8, 2.3, -2.5, plain("#d7d2c8"), columns=2, rows=2)
    sheet((-6, -2, -1), (0, 10, 0), (0, 0, 6), view("#16283f", "#4d79a8", 1.6, 0.25))
    lamp("AREA", (-2.6, 2.3, 1.6), 42, "#7fa8e0", 1.5, 1.4, aim=(1, 2.6, 1))
    lamp("AREA", (0.4, 0.2, 2.5), 46, "#ffd2a0", 1.2, 1.2, aim=(0.6, 2.2, 0))
    curtain((-2.28, 1.25, 0.02), (-2.28, 1.62, 0.02), 2.45, 3, cloth("#8a8272"))
    curtain((-2.28, 2.98, 0.02), (-2.28, 3.4, 0.02), 2.45, 4, cloth("#8a8272"))
    rng, palette = random.Random(7), books.book_palette()
    for z, left, right in ((1.48, 0.72, 2.45), (1.92, 0.72, 2.45), (1.92, -1.75, -0.55)):
        box(((left + right) / 2, 3.57, z - 0.035), (right - left, 0.26, 0.035), dark_oak, 0.004)
        lamp("AREA", ((left + right) / 2, 3.6, z - 0.05), 4, "#ffd6a8", right - left - 0.1, 0.03)
    books.shelf_row(0.8, 1.55, 3.5, 1.48, 0.36, rng, palette)
    books.shelf_row(1.5, 2.4, 3.5, 1.92, 0.4, rng, palette)
    books.shelf_row(-1.7, -1.05, 3.5, 1.92, 0.4, rng, palette)
    _office_things(dark_oak)


def _office_things(dark_oak: bpy.types.Material) -> None:
    plants.pot((1.95, 3.52, 1.48), 0.09, 0.14, "#d9cfc0")
    plants.sansevieria((1.95, 3.52, 1.6), 0.3, 2)
    plants.pot((-0.75, 3.52, 1.92), 0.08, 0.13, "#b5694a")
    plants.trailing((-0.75, 3.5, 2.04), 0.55, 12)
    lathe(
        (1.15, 3.55, 1.92),
        [(0, 0), (0.06, 0), (0.09, 0.09), (0.04, 0.2), (0.05, 0.24)],
        plain("#c9b699", 0.5),
    )
    box((-0.9, 3.42, 0.12), (1.75, 0.5, 0.58), dark_oak, 0.006)
    furniture.table_lamp((-1.5, 3.4, 0.7), 0.24, "#b08a63", 15)
    furniture.frame(
        (-1.15, 3.7, 1.36),
        0.46,
        0.6,
        plain("#2a2622"),
        furniture.abstract_art("#d9c6a5", "#a65f3e", "#3c4b4f", 2.6, 3.0),
    )
    furniture.frame(
        (0.25, 3.7, 1.78),
        0.44,
        0.6,
        plain("#b08d5b", 0.4),
        furniture.abstract_art("#e6dcc8", "#6d8178", "#c58b5a", 2.2, 9.0),
    )
    for i, colour in enumerate(("#e8e2d6", "#7d3b32", "#2f4858")):
        box(
            (-0.62, 3.4, 0.7 + i * 0.035),
            (0.26 - 0.02 * i, 0.19, 0.032),
            plain(colour, 0.7),
            0.003,
            turn=6 * i - 5,
        )
    furniture.floor_lamp((2.1, 2.9, 0), 1.5, power=32)
    cushion((1.95, 3.2, 0.22), (0.8, 0.75, 0.26), cloth("#a5643f"), 14)
    cushion((2.0, 3.48, 0.4), (0.78, 0.22, 0.55), cloth("#a5643f"), 14, lean=-10)


def bookshelf() -> None:
    """A whole wall of books in warm light, a few gaps with pots and bowls."""
    clear("#453f38", 0.4, exposure=0.5)
    camera((0, 0, 1.3), (0.0, 4, 1.32), 34, 1.4)
    oak = wood("#94714f", "#6a4d35")
    floor(plain("#5d4630", 0.5))
    ceiling(2.75, painted("#e5ddcf", 0.04))
    boards = [0.12, 0.5, 0.88, 1.26, 1.64, 2.02, 2.4]
    books.bookcase(-3.0, 3.0, 3.1, boards, 0.34, 2.75, oak, 7)
    rng, palette = random.Random(23), books.book_palette()
    for low, high in zip(boards, [*boards[1:], 2.74], strict=True):
        for bay in range(6):
            left = -3.0 + bay
            if rng.random() < 0.16:
                _ornament(left + 0.5, low, rng)
            else:
                books.shelf_row(
                    left + 0.03,
                    left + rng.uniform(0.72, 0.97),
                    3.12,
                    low,
                    high - low - 0.03,
                    rng,
                    palette,
                    0.97,
                )
    lamp("AREA", (-1.9, 0.8, 2.6), 75, "#ffd9a8", 0.9, 0.9, aim=(-1.2, 3.1, 1.2))
    lamp("AREA", (1.9, 0.8, 2.6), 75, "#ffd9a8", 0.9, 0.9, aim=(1.3, 3.1, 1.3))
    lamp("AREA", (0, -1, 2.4), 40, "#e9efff", 2.0, 1.0, aim=(0, 3.1, 1.0))
    furniture.floor_lamp((-1.55, 2.55, 0), 1.55, power=26)


def _ornament(x: float, z: float, rng: random.Random) -> None:
    kind = rng.randrange(3)
    if kind == 0:
        plants.pot((x, 3.2, z), 0.07, 0.11, rng.choice(("#d8cdbd", "#b5694a", "#6f7f78")))
        plants.trailing((x, 3.14, z + 0.1), 0.3, rng.randrange(99))
    elif kind == 1:
        lathe((x, 3.2, z), [(0, 0), (0.07, 0), (0.1, 0.1), (0.04, 0.2), (0.05, 0.25)], plain("#e2d8c8", 0.45))
        ball((x + 0.22, 3.2, z + 0.07), 0.07, plain("#b08d5b", 0.25, 0.9))
    else:
        lathe(
            (x - 0.1, 3.2, z),
            [(0, 0.01), (0.08, 0.02), (0.14, 0.08), (0.13, 0.08), (0.07, 0.03)],
            plain("#54634d", 0.4),
        )
        box((x + 0.2, 3.22, z), (0.22, 0.02, 0.28), plain("#2a2622"), 0.002, turn=8)


def demo_room() -> None:
    """A plain bright room for the demo clip: nothing near the person, a plant and a picture in the right corner."""
    clear("#cfdcea", 0.55, exposure=0.35)
    camera((0, 0, 1.3), (0.0, 4, 1.27), 27, 2.0, 1.0)
    floor(courses("#a98a68", "#957654", "#4c3a28", (1.2, 0.1), 0.004, upright=False))
    ceiling(2.7, painted("#eceae4", 0.05))
    wall_x(3.0, -3.2, 2.3, 2.7, painted("#b3c3ca", 0.05))
    wall_y(2.3, -3, 3.2, 2.7, painted("#c3ced2", 0.05))
    wall_y(-3.2, -3, 3.2, 2.7, painted("#c3ced2", 0.05), side=-1)
    wall_x(-2.6, -3.2, 2.3, 2.7, painted("#d8d8d2", 0.05))
    lamp("AREA", (-3.0, 0.9, 1.7), 165, "#f4f7ff", 1.6, 1.5, aim=(0.6, 3.0, 1.1))
    lamp("AREA", (0.3, -1.2, 2.5), 45, "#fff1df", 1.8, 1.2, aim=(0.2, 2.6, 1.0))
    plants.fiddle_fig((1.78, 2.5, 0.0), 1.52, 8)
    art = furniture.abstract_art("#e9e2d2", "#b9764f", "#5f7d78", 3.0, 6.0)
    furniture.frame((1.30, 3.0, 1.95), 0.46, 0.58, wood("#c79a68", "#a87b4c"), art, 0.03)
