"""Rooms to work in, and a terrace. Each function builds one around the camera at the origin, looking along +y."""

from __future__ import annotations

import math
import random

import bpy

from rooms import books, furniture, plants
from rooms.materials import cloth, courses, dusk, glow, painted, pane, plain, view, wood
from rooms.shapes import ball, box, cylinder, lathe, sheet, tube
from rooms.stage import camera, ceiling, clear, floor, lamp, wall_x, wall_y


def loft() -> None:
    """Old brick, steel windows with daylight, a leather sofa, two pendants, a palm."""
    clear("#dbe6ee", 0.4, exposure=0.15)
    camera((0.3, 0, 1.3), (-0.15, 4, 1.38), 27, 1.6)
    brick = courses("#9a5a41", "#74402f", "#a89a8c", (0.26, 0.08), 0.010, upright=True)
    floor(courses("#9a7350", "#846040", "#3a2918", (1.8, 0.16), 0.004, upright=False, bump=0.3))
    ceiling(3.5, painted("#dcd8d0", 0.06))
    for y in (1.6, 3.4):
        box((0, y, 3.22), (8, 0.2, 0.28), wood("#8a6a4b", "#60472f"), 0.01)
    wall_x(5.2, -3.6, 3.6, 3.5, brick, ((-3.0, -1.15, 0.75, 3.0),))
    wall_y(3.6, -3, 5.4, 3.5, painted("#e8e4dc", 0.06))
    wall_y(-3.6, -3, 5.4, 3.5, brick, ((1.6, 4.4, 0.75, 3.0),), side=-1)
    wall_x(-3.2, -3.6, 3.6, 3.5, painted("#e8e4dc", 0.06))
    steel = plain("#23262a", 0.4, 0.6)
    furniture.window_x(-3.0, -1.15, 0.75, 3.0, 5.2, steel, columns=3, rows=4, bar=0.035)
    furniture.window_y(1.6, 4.4, 0.75, 3.0, -3.7, steel, columns=5, rows=4, bar=0.035)
    outside = view("#8fa3ad", "#f7fbff", 6.0, 0.3)
    sheet((-9, 11, -2), (14, 0, 0), (0, 0, 9), outside)
    sheet((-9, -3, -2), (0, 14, 0), (0, 0, 9), outside)
    lamp("AREA", (-3.85, 3.0, 1.9), 520, "#f1f5ff", 2.7, 2.2, aim=(1.5, 2.6, 0.8))
    lamp("AREA", (-2.07, 5.45, 1.9), 170, "#f1f5ff", 1.8, 2.2, aim=(-0.8, 2, 0.9))
    lamp("SUN", (-5, 0, 5), 2.6, "#ffe0b5", 1.0, aim=(1.2, 4.4, 0.9))
    _loft_things()


def _loft_things() -> None:
    furniture.sofa((0.7, 4.35, 0), 2.1, "#8a5636", pillows=("#d9cdb8", "#3f4f4f"))
    black = plain("#1d1f21", 0.35, 0.5)
    for x in (1.35, 2.15):
        furniture.pendant((x, 3.3, 2.0), 3.4, 0.21, black, 16)
    furniture.frame(
        (0.55, 5.2, 1.95),
        1.0,
        0.72,
        plain("#1f1f1f"),
        furniture.abstract_art("#e9e4da", "#2d3a45", "#c8a36a", 1.7, 5.0),
        0.08,
    )
    plants.pot((-0.75, 4.7, 0), 0.22, 0.38, "#3b3f42")
    plants.palm((-0.75, 4.7, 0.34), 1.5, 9)
    oak = wood("#b98d5e", "#8f6a43")
    for z in (0.45, 0.9, 1.35, 1.8):
        box((2.75, 4.95, z), (1.0, 0.34, 0.03), oak, 0.003)
    for x in (2.27, 3.23):
        for y in (4.8, 5.1):
            box((x, y, 0), (0.025, 0.025, 2.1), black, 0.002)
    rng, palette = random.Random(3), books.book_palette()
    books.shelf_row(2.3, 3.2, 4.9, 0.48, 0.4, rng, palette)
    books.shelf_row(2.3, 2.85, 4.9, 0.93, 0.4, rng, palette)
    books.shelf_row(2.55, 3.2, 4.9, 1.38, 0.4, rng, palette)
    plants.pot((2.5, 4.95, 1.83), 0.09, 0.14, "#cfc6b8")
    plants.trailing((2.5, 4.9, 1.96), 0.6, 6)
    lathe((3.0, 4.95, 1.83), [(0, 0), (0.06, 0), (0.1, 0.12), (0.05, 0.25), (0.06, 0.28)], plain("#7a8a86", 0.4))


def sunlit_wall() -> None:
    """A plaster wall with the late sun through a window behind the camera; a plant throws its shadow in."""
    clear("#cfdcec", 0.4, exposure=0.15)
    camera((0, 0, 1.25), (0, 4, 1.25), 32, 2.2, 1.1)
    sheet((-5, 2.6, 0), (10, 0, 0), (0, 0, 4), painted("#ecd6bf", 0.05, bump=0.35))
    floor(painted("#b9a794", 0.06))
    ceiling(7.0, painted("#efe9e0", 0.04))
    blind = plain("#d8cfc4", 0.9)
    sun = (0.50, 0.80, -0.34)
    centre = (0.15 - sun[0] * 4.2, 2.6 - sun[1] * 4.2, 1.62 - sun[2] * 4.2)
    left, right, sill, head = centre[0] - 1.0, centre[0] + 1.0, centre[2] - 0.85, centre[2] + 0.85
    wall_x(centre[1], -9, 6, 7, blind, ((left, right, sill, head),))
    for i in range(1, 3):
        box((left + (right - left) * i / 3, centre[1], sill), (0.06, 0.05, head - sill), blind, 0)
    box((centre[0], centre[1], (sill + head) / 2), (right - left, 0.05, 0.06), blind, 0)
    lamp("SUN", (0, 0, 6), 5.2, "#ffbb7a", 0.9, aim=(sun[0], sun[1], 6 + sun[2]))
    lamp("AREA", (1.5, -0.2, 2.8), 44, "#f2f0f4", 2.5, 1.5, aim=(0, 2.6, 1.2))
    plants.palm((centre[0] + 1.15, centre[1] + 0.75, sill - 0.95), 1.75, 5)
    oak = wood("#b98a5c", "#93683f")
    box((1.75, 2.36, 0.0), (1.5, 0.4, 0.72), oak, 0.008)
    lathe(
        (1.33, 2.36, 0.72),
        [(0, 0), (0.07, 0), (0.12, 0.1), (0.11, 0.2), (0.04, 0.27), (0.05, 0.31)],
        plain("#c9b6a0", 0.6),
    )
    plants.olive((1.33, 2.36, 0.96), 0.55, 4, "#8a8f63")
    box((1.75, 2.34, 0.72), (0.26, 0.2, 0.03), plain("#8a5f4a", 0.7), 0.003, turn=8)
    box((1.75, 2.34, 0.75), (0.23, 0.18, 0.03), plain("#e6ddcf", 0.7), 0.003, turn=-4)


def meeting_room() -> None:
    """A long table, chairs, oak slats on the right, a glass wall to a bright corridor, windows on the left."""
    clear("#dfe8f0", 0.5, exposure=0.2)
    camera((0.35, 0, 1.32), (-0.12, 4, 1.2), 27, 1.8)
    white = painted("#e6e7e6", 0.03)
    floor(cloth("#6e747a", weave=120), far=12)
    ceiling(2.8, painted("#f2f2ef", 0.02), far=12)
    wall_y(2.5, -3, 5.6, 2.8, white)
    wall_y(-2.7, -3, 9, 2.8, white, ((0.8, 5.2, 0.5, 2.6),), side=-1)
    wall_x(-3.2, -2.7, 2.5, 2.8, white)
    dark = plain("#2b2e32", 0.4, 0.5)
    furniture.window_y(0.8, 5.2, 0.5, 2.6, -2.8, dark, columns=4, rows=1)
    sheet((-14, -6, -6), (0, 30, 0), (0, 0, 16), view("#8ea2b3", "#eef5fb", 5.0, 0.16))
    lamp("AREA", (-2.95, 3.0, 1.6), 420, "#f0f5ff", 4.2, 2.0, aim=(1.5, 2.8, 0.8))
    _glass_wall(dark)
    for y in (1.8, 3.9):
        sheet((-0.9, y, 2.795), (0, 0.14, 0), (1.8, 0, 0), glow("#fff4e4", 7))
    oak = wood("#c09468", "#a07850", "z")
    for i in range(44):
        box((2.46, 1.0 + i * 0.1, 0), (0.05, 0.055, 2.8), oak, 0.003)
    furniture.table((0.0, 3.5, 0), 1.25, 2.9, 0.74, wood("#c8a377", "#ad8459", "y"), dark)
    shell = cloth("#4f5b66")
    for y in (2.55, 3.35, 4.15):
        furniture.chair((-0.95, y, 0), shell, dark, 90)
        furniture.chair((0.95, y, 0), shell, dark, -90)
    plants.pot((-2.05, 5.15, 0), 0.2, 0.36, "#e9e7e2")
    plants.fiddle_fig((-2.05, 5.15, 0.32), 1.45, 21)
    lathe((0.0, 3.9, 0.74), [(0, 0), (0.06, 0), (0.09, 0.09), (0.05, 0.2), (0.06, 0.23)], plain("#f0eee9", 0.4))
    plants.olive((0.0, 3.9, 0.9), 0.42, 14)


def _glass_wall(dark: bpy.types.Material) -> None:
    """Panes at y=5.6, a corridor behind with warm light, a far wall in colour."""
    for x in (-2.65, -1.4, -0.1, 1.2, 2.45):
        box((x, 5.6, 0), (0.05, 0.06, 2.8), dark, 0.002)
    for z in (0.0, 2.1, 2.74):
        box((-0.1, 5.6, z), (5.1, 0.06, 0.05), dark, 0.002)
    sheet((-2.65, 5.6, 0), (5.1, 0, 0), (0, 0, 2.8), pane(reflection=0.06))
    wall_x(8.4, -2.7, 4.5, 2.8, painted("#d9cdbd", 0.04))
    wall_y(4.5, 5.6, 8.6, 2.8, painted("#56707a", 0.05))
    lamp("AREA", (0.6, 7.2, 2.75), 120, "#ffe9cc", 4.0, 0.6, aim=(0.6, 7.2, 0))
    furniture.frame(
        (0.9, 8.4, 1.6),
        1.2,
        0.85,
        dark,
        furniture.abstract_art("#e3d6c3", "#5b7f8c", "#d08b5b", 1.4, 6.0),
        0.1,
    )
    furniture.sofa((-0.6, 7.8, 0), 1.6, "#a9a59c")


def terrace() -> None:
    """The blue hour on a roof: festoon lamps, a lounge corner, plants, and a town far below."""
    clear("#4a5f86", 0.7, exposure=0.6)
    camera((0, 0, 1.3), (0, 4, 1.42), 30, 1.4)
    sky = dusk(((0.0, "#f2a66b"), (0.1, "#e79a7c"), (0.24, "#9d86a3"), (0.5, "#4e648f"), (1.0, "#22355c")), 34, 0.85)
    sheet((-90, 88, -2), (180, 0, 0), (0, 0, 60), sky)
    boards = courses("#7c5f47", "#6a4f39", "#20170f", (3.0, 0.12), 0.008, upright=False)
    sheet((-5, -3, 0), (10, 0, 0), (0, 8, 0), boards)
    _town()
    _railing()
    _festoon()
    furniture.sofa((-1.35, 3.75, 0), 1.5, "#7f8486", pillows=("#c98f6b", "#d9d0c1"))
    furniture.table((-0.9, 2.75, 0), 0.8, 0.5, 0.36, wood("#9a7350", "#775434"), plain("#222222"))
    lathe((-0.95, 2.75, 0.36), [(0.07, 0), (0.07, 0.2), (0.06, 0.2)], pane("#ffe9c9", 0.15))
    ball((-0.95, 2.75, 0.42), 0.03, glow("#ffb765", 60))
    for x, y, kind, seed in (
        (1.55, 3.9, plants.olive, 8),
        (2.2, 3.5, plants.palm, 2),
        (-2.5, 4.0, plants.olive, 5),
    ):
        plants.pot((x, y, 0), 0.24, 0.42, "#4a4d50")
        kind((x, y, 0.38), 1.75 if kind is plants.olive else 1.2, seed)
    plants.pot((1.95, 4.25, 0), 0.18, 0.3, "#b5694a")
    plants.sansevieria((1.95, 4.25, 0.28), 0.7, 6)
    lamp("AREA", (0.4, 0.3, 3.0), 60, "#ffcf9a", 1.5, 1.0, aim=(0, 3.6, 0.7))
    for x in (1.2, -2.0):
        cylinder((x, 4.3, 0), 0.05, 0.28, plain("#222222"))
        lamp("POINT", (x, 4.15, 0.35), 12, "#ffb56b", 0.05)


def _railing() -> None:
    steel = plain("#2a2d31", 0.4, 0.6)
    for i in range(-4, 5):
        box((i * 1.1, 4.75, 0), (0.04, 0.04, 1.02), steel, 0.003)
    box((0, 4.75, 1.02), (9.6, 0.07, 0.04), steel, 0.006)
    sheet((-4.6, 4.76, 0.1), (9.2, 0, 0), (0, 0, 0.86), pane("#dfeaf0", 0.12))


def _festoon() -> None:
    """Three strings of bulbs that hang in arcs overhead."""
    cable = plain("#1c1c1c")
    for (x0, y0, z0), (x1, y1, z1), sag, count in (
        ((-3.4, 2.9, 2.75), (3.4, 4.6, 2.95), 0.55, 15),
        ((-3.2, 4.7, 3.05), (3.6, 2.7, 2.7), 0.5, 15),
        ((-4.0, 5.6, 2.65), (4.0, 5.6, 2.65), 0.35, 17),
    ):
        points = []
        for i in range(count):
            t = i / (count - 1)
            z = z0 + (z1 - z0) * t - sag * (1 - (2 * t - 1) ** 2)
            points.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, z))
        tube(points, 0.006, cable)
        for x, y, z in points:
            ball((x, y, z - 0.07), 0.034, glow("#ffb35c", 10))


def _town() -> None:
    """Dark blocks with lit windows, far enough to melt into discs."""
    rng = random.Random(31)
    colours = ("#ffb765", "#ffd9a0", "#ff9a4d", "#fff0d6", "#9fc4ff", "#ff6d5a")
    shining = [glow(colour, 17) for colour in colours]
    stone = plain("#4b587a", 0.9)
    for _ in range(46):
        y = rng.uniform(38, 80)
        box(
            (rng.uniform(-0.75, 0.75) * y, y, -20),
            (rng.uniform(4, 10), 4, 20 + rng.uniform(-1.0, 4.2) * y / 45),
            stone,
            0,
        )
    for _ in range(90):
        y = rng.uniform(24, 36)
        height = -0.8 + 2.6 * rng.random() ** 2.2
        ball(
            (rng.uniform(-0.72, 0.72) * y, y, height * y / 30 + 0.3),
            0.07 * math.sqrt(y / 30),
            rng.choice(shining),
        )
