"""What stands in the rooms: shelves and books, seats, lamps, frames, windows, tables."""

from __future__ import annotations

import math

import bpy

from rooms.materials import Surface, cloth, glow, hex_colour, pane, plain, sheer
from rooms.shapes import Point, ball, box, cushion, cylinder, lathe, sheet, tube
from rooms.stage import lamp


def sofa(at: Point, width: float, colour: str, turn: float = 0.0, pillows: tuple[str, ...] = ()) -> None:
    """A low sofa that looks towards -y; `turn` is accepted for small angles only."""
    fabric, x, y, z = cloth(colour), at[0], at[1], at[2]
    legs = plain("#5a4433", 0.5)
    cushion((x, y + 0.1, z + 0.12), (width, 0.85, 0.26), fabric, turn)
    for side in (-1, 1):
        cushion((x + side * (width / 2 + 0.03), y + 0.1, z + 0.12), (0.2, 0.92, 0.5), fabric, turn)
        box((x + side * (width / 2 - 0.1), y - 0.2, z), (0.05, 0.05, 0.14), legs)
    seats = 3 if width > 1.8 else 2
    for i in range(seats):
        sx = x + (i - (seats - 1) / 2) * width / seats
        cushion((sx, y - 0.02, z + 0.32), (width / seats * 0.99, 0.72, 0.2), fabric, turn)
        cushion((sx, y + 0.40, z + 0.38), (width / seats * 0.99, 0.26, 0.5), fabric, turn, lean=-10)
    for i, pillow in enumerate(pillows):
        px = x + (-1 if i % 2 == 0 else 1) * (width / 2 - 0.28 - 0.36 * (i // 2))
        cushion(
            (px, y + 0.12, z + 0.48),
            (0.46, 0.17, 0.44),
            cloth(pillow),
            turn + (12 if i % 2 else -14),
            lean=-20,
        )


def frame(
    centre: Point,
    width: float,
    height: float,
    wood: bpy.types.Material,
    art: bpy.types.Material,
    mat: float = 0.06,
) -> None:
    """A framed print on a wall across the view; `centre` is in the wall's plane."""
    x, y, z = centre
    bar = 0.025
    for side in (-1, 1):
        box(
            (x + side * width / 2, y - 0.015, z - height / 2 - bar / 2),
            (bar, 0.03, height + bar),
            wood,
            0.002,
        )
        box((x, y - 0.015, z + side * height / 2 - bar / 2), (width, 0.03, bar), wood, 0.002)
    sheet((x - width / 2, y - 0.006, z - height / 2), (width, 0, 0), (0, 0, height), plain("#f1ede4", 0.9))
    sheet(
        (x - width / 2 + mat, y - 0.009, z - height / 2 + mat),
        (width - 2 * mat, 0, 0),
        (0, 0, height - 2 * mat),
        art,
    )


def abstract_art(first: str, second: str, third: str, scale: float = 3.0, seed: float = 0.0) -> bpy.types.Material:
    """A print: three flat colours in soft-edged fields."""
    surface = Surface("art").set(Roughness=0.8)
    where = surface.coordinates()
    surface.nodes["Mapping"].inputs["Location"].default_value = (seed, seed * 0.7, seed * 1.3)
    texture = surface.node("ShaderNodeTexNoise", Scale=scale, Detail=0.6)
    surface.link(where, texture.inputs["Vector"])
    ramp = surface.nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.interpolation = "CONSTANT"
    low, high = ramp.color_ramp.elements
    low.color, high.color, high.position = (*hex_colour(first), 1), (*hex_colour(third), 1), 0.56
    ramp.color_ramp.elements.new(0.47).color = (*hex_colour(second), 1)
    surface.link(texture.outputs["Fac"], ramp.inputs["Fac"])
    surface.link(ramp.outputs["Color"], surface.shader.inputs["Base Color"])
    return surface.material


def window_x(
    left: float,
    right: float,
    sill: float,
    head: float,
    y: float,
    material: bpy.types.Material,
    columns: int = 2,
    rows: int = 1,
    bar: float = 0.05,
) -> None:
    """Frame, bars and glass in an opening of a wall across the view."""
    width, height = right - left, head - sill
    for i in range(columns + 1):
        thick = bar * (1.4 if i in (0, columns) else 0.8)
        box((left + width * i / columns, y + 0.1, sill), (thick, 0.06, height), material, 0.004)
    for i in range(rows + 1):
        thick = bar * (1.4 if i in (0, rows) else 0.7)
        box(
            ((left + right) / 2, y + 0.1, sill + height * i / rows - thick / 2),
            (width, 0.055, thick),
            material,
            0.004,
        )
    sheet((left, y + 0.1, sill), (width, 0, 0), (0, 0, height), pane())


def window_y(
    near: float,
    far: float,
    sill: float,
    head: float,
    x: float,
    material: bpy.types.Material,
    columns: int = 2,
    rows: int = 1,
    bar: float = 0.05,
) -> None:
    """The same in a side wall."""
    width, height = far - near, head - sill
    for i in range(columns + 1):
        box(
            (x, near + width * i / columns, sill),
            (0.06, bar * (1.4 if i in (0, columns) else 0.8), height),
            material,
            0.004,
        )
    for i in range(rows + 1):
        box((x, (near + far) / 2, sill + height * i / rows - bar / 2), (0.055, width, bar), material, 0.004)


def floor_lamp(
    at: Point,
    height: float,
    shade: str = "#f3e6cf",
    power: float = 35.0,
    colour: str = "#ffc98a",
    metal: str = "#2b2a28",
) -> None:
    """A stem with a glowing drum shade."""
    x, y, z = at
    dark = plain(metal, 0.35, 0.8)
    cylinder(at, 0.14, 0.02, dark)
    tube([(x, y, z), (x, y, z + height * 0.5), (x, y, z + height)], 0.011, dark)
    lathe((x, y, z + height - 0.12), [(0.19, 0), (0.15, 0.27)], sheer(shade, 0.7))
    lamp("POINT", (x, y, z + height + 0.01), power, colour, 0.05)
    ball((x, y, z + height + 0.01), 0.035, glow(colour, 25))


def table_lamp(at: Point, size: float, base: str = "#c8b8a2", power: float = 14.0, colour: str = "#ffb870") -> None:
    x, y, z = at
    lathe(
        at,
        [
            (0, 0),
            (0.4 * size, 0),
            (0.5 * size, 0.25 * size),
            (0.38 * size, 0.7 * size),
            (0.1 * size, 0.95 * size),
            (0.05 * size, 1.25 * size),
        ],
        plain(base, 0.4),
    )
    lathe((x, y, z + 1.1 * size), [(0.72 * size, 0), (0.5 * size, 0.85 * size)], sheer("#f6e3c5", 0.7))
    lamp("POINT", (x, y, z + 1.5 * size), power, colour, 0.03)
    ball((x, y, z + 1.5 * size), 0.025, glow(colour, 20))


def pendant(
    at: Point, ceiling: float, radius: float, shade: bpy.types.Material, power: float, colour: str = "#ffd7a3"
) -> None:
    """A dome on a cable; `at` is the middle of its rim."""
    x, y, z = at
    tube([(x, y, ceiling), (x, y, (ceiling + z) / 2), (x, y, z + radius)], 0.004, plain("#1d1d1d"))
    dome = [(radius * math.cos(a), radius * 0.9 * math.sin(a)) for a in (i * math.pi / 2 / 12 for i in range(13))]
    lathe(at, dome, shade)
    ball((x, y, z + radius * 0.25), radius * 0.3, glow(colour, 18))
    lamp("POINT", (x, y, z + radius * 0.1), power, colour, radius * 0.3)


def table(
    at: Point, width: float, depth: float, height: float, wood: bpy.types.Material, leg: bpy.types.Material
) -> None:
    x, y, z = at
    box((x, y, z + height - 0.035), (width, depth, 0.035), wood, 0.006)
    for sx in (-1, 1):
        for sy in (-1, 1):
            box(
                (x + sx * (width / 2 - 0.06), y + sy * (depth / 2 - 0.06), z),
                (0.045, 0.045, height - 0.035),
                leg,
                0.004,
            )


def chair(at: Point, fabric: bpy.types.Material, leg: bpy.types.Material, turn: float = 0.0) -> None:
    """A shell chair; turn 0 looks towards -y."""
    x, y, z = at
    a = math.radians(turn)

    def place(dx: float, dy: float, dz: float) -> Point:
        return (x + dx * math.cos(a) - dy * math.sin(a), y + dx * math.sin(a) + dy * math.cos(a), z + dz)

    cushion(place(0, 0, 0.42), (0.5, 0.5, 0.1), fabric, turn)
    cushion(place(0, 0.22, 0.50), (0.48, 0.09, 0.44), fabric, turn, lean=-8)
    for sx in (-1, 1):
        for sy in (-1, 1):
            tube(
                [
                    place(sx * 0.15, sy * 0.15, 0.44),
                    place(sx * 0.19, sy * 0.19, 0.22),
                    place(sx * 0.22, sy * 0.22, 0),
                ],
                0.012,
                leg,
            )
