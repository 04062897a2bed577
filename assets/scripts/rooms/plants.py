"""Plants, built leaf by leaf. Every function takes a seed, so a plant grows the same way each time."""

from __future__ import annotations

import itertools
import math
import random

import bpy
from mathutils import Matrix, Vector

from rooms.materials import leaf, plain
from rooms.shapes import Point, lathe, mesh, tube


def blade(
    length: float, width: float, droop: float, cup: float, rows: int = 10
) -> tuple[list[Vector], list[tuple[int, ...]]]:
    """One leaf along +x: pointed, cupped along its rib and bending down towards its tip."""
    verts: list[Vector] = []
    for row in range(rows + 1):
        t = row / rows
        half = width / 2 * math.sin(math.pi * min(1.0, 0.04 + 0.96 * t) ** 0.8)
        x, z = length * t * (1 - 0.25 * droop * t), -droop * length * t * t * 0.7
        verts += [Vector((x, -half, z + cup * half)), Vector((x, 0, z)), Vector((x, half, z + cup * half))]
    faces = [(3 * r + c, 3 * r + c + 1, 3 * r + c + 4, 3 * r + c + 3) for r in range(rows) for c in (0, 1)]
    return verts, faces


def foliage(
    leaves: list[tuple[Vector, float, float, float, float]],
    material: bpy.types.Material,
    shape: tuple[float, float, float],
) -> bpy.types.Object:
    """One mesh of many leaves: (place, heading, pitch, roll, length) each; shape = (width/length, droop, cup)."""
    verts: list[tuple[float, float, float]] = []
    faces: list[tuple[int, ...]] = []
    for place, heading, pitch, roll, length in leaves:
        points, quads = blade(length, length * shape[0], shape[1], shape[2])
        turn = Matrix.Rotation(heading, 4, "Z") @ Matrix.Rotation(-pitch, 4, "Y") @ Matrix.Rotation(roll, 4, "X")
        base = len(verts)
        verts += [tuple(place + turn @ point) for point in points]
        faces += [tuple(base + index for index in quad) for quad in quads]
    return mesh(verts, faces, material, smooth=True)


def pot(at: Point, radius: float, height: float, colour: str) -> None:
    profile = [
        (0, 0),
        (radius * 0.72, 0),
        (radius * 0.8, height * 0.1),
        (radius, height),
        (radius * 0.9, height),
        (radius * 0.86, height * 0.9),
        (0, height * 0.9),
    ]
    lathe(at, profile, plain(colour, 0.55))
    lathe((at[0], at[1], at[2] + height * 0.9), [(0, 0.01), (radius * 0.87, 0)], plain("#2b211a", 0.95))


def fiddle_fig(at: Point, height: float, seed: int, colour: str = "#5c8a45") -> None:
    """A small tree with big leaves around a few stems."""
    rng = random.Random(seed)
    bark, leaves = plain("#6d5844", 0.9), []
    for _ in range(3):
        lean = Vector((rng.uniform(-0.25, 0.25), rng.uniform(-0.2, 0.2), 1)).normalized()
        top = height * rng.uniform(0.75, 1.0)
        foot = Vector(at)
        tube(
            [tuple(foot), tuple(foot + lean * top * 0.5 + Vector((0.02, 0, 0))), tuple(foot + lean * top)],
            0.012,
            bark,
        )
        steps = int(top / 0.055)
        for step in range(int(steps * 0.3), steps + 1):
            place = foot + lean * top * (step / steps)
            heading = step * 2.4 + rng.uniform(-0.4, 0.4)
            leaves.append((place, heading, rng.uniform(0.1, 0.9), rng.uniform(-0.4, 0.4), rng.uniform(0.17, 0.29)))
    foliage(leaves, leaf(colour), (0.62, 0.5, 0.25))


def palm(at: Point, height: float, seed: int, colour: str = "#4f7f3d", fronds: int = 11) -> None:
    """Arching fronds with narrow leaflets."""
    rng = random.Random(seed)
    stem, leaves = plain("#7f8f4c", 0.7), []
    for frond in range(fronds):
        heading = frond * 2.4 + rng.uniform(-0.3, 0.3)
        reach, top = height * rng.uniform(0.35, 0.75), height * rng.uniform(0.6, 1.0)
        spine = []
        for step in range(9):
            t = step / 8
            out, up = reach * t**1.4, top * math.sin(min(t * 1.75, 1.75)) * 0.98
            spine.append(Vector(at) + Vector((math.cos(heading) * out, math.sin(heading) * out, up)))
        tube([tuple(p) for p in spine], 0.006, stem)
        for step in range(2, 9):
            for part in (0.0, 0.5):
                place = spine[step - 1].lerp(spine[step], part)
                for side in (-1, 1):
                    leaves.append(
                        (
                            place,
                            heading + side * rng.uniform(0.7, 1.1),
                            rng.uniform(-0.2, 0.35),
                            0.0,
                            height * rng.uniform(0.16, 0.26),
                        )
                    )
    foliage(leaves, leaf(colour), (0.13, 0.7, 0.3))


def sansevieria(at: Point, height: float, seed: int, colour: str = "#57764a") -> None:
    """Upright swords."""
    rng = random.Random(seed)
    leaves = []
    for _ in range(13):
        place = Vector(at) + Vector((rng.uniform(-0.05, 0.05), rng.uniform(-0.05, 0.05), 0))
        leaves.append(
            (
                place,
                rng.uniform(0, 6.28),
                rng.uniform(1.2, 1.5),
                rng.uniform(-1, 1),
                height * rng.uniform(0.55, 1.0),
            )
        )
    foliage(leaves, leaf(colour), (0.14, 0.05, 0.5))


def trailing(at: Point, drop: float, seed: int, colour: str = "#6a9a4e", vines: int = 9) -> None:
    """A pothos: a tuft and vines that hang in front of the shelf."""
    rng = random.Random(seed)
    stem, leaves = plain("#7d9455", 0.7), []
    for _ in range(vines):
        heading = -math.pi / 2 + rng.uniform(-1.5, 1.5)
        length = drop * rng.uniform(0.25, 1.0)
        out = rng.uniform(0.08, 0.16)
        points = [Vector(at), Vector(at) + Vector((math.cos(heading) * out, math.sin(heading) * out, 0.07))]
        for step in range(1, 7):
            points.append(
                points[1] + Vector((rng.uniform(-0.03, 0.03), rng.uniform(-0.03, 0.0), -length * step / 6 - 0.02))
            )
        tube([tuple(p) for p in points], 0.003, stem)
        for a, b in itertools.pairwise(points):
            for part in (0.2, 0.7):
                leaves.append(
                    (
                        a.lerp(b, part),
                        rng.uniform(0, 6.28),
                        rng.uniform(-0.6, 0.5),
                        rng.uniform(-0.5, 0.5),
                        rng.uniform(0.055, 0.095),
                    )
                )
    foliage(leaves, leaf(colour), (0.75, 0.45, 0.2))


def olive(at: Point, height: float, seed: int, colour: str = "#7c8f6a") -> None:
    """A slim tree with a loose crown of small leaves."""
    rng = random.Random(seed)
    bark, leaves = plain("#6b5a4a", 0.95), []
    foot = Vector(at)
    fork = foot + Vector((0.02, 0.01, height * 0.45))
    tube([tuple(foot), tuple(foot + Vector((-0.02, 0, height * 0.25))), tuple(fork)], 0.016, bark)
    for twig in range(34):
        heading, rise = twig * 2.4 + rng.uniform(-0.3, 0.3), rng.uniform(0.1, 0.55)
        end = fork + Vector(
            (
                math.cos(heading) * rng.uniform(0.15, 0.4),
                math.sin(heading) * rng.uniform(0.15, 0.35),
                height * rise,
            )
        )
        tube([tuple(fork), tuple(fork.lerp(end, 0.5) + Vector((0, 0, 0.03))), tuple(end)], 0.004, bark)
        for step in range(20):
            place = fork.lerp(end, 0.25 + 0.75 * step / 19)
            leaves.append(
                (
                    place,
                    rng.uniform(0, 6.28),
                    rng.uniform(-0.5, 1.0),
                    rng.uniform(-1, 1),
                    rng.uniform(0.04, 0.075),
                )
            )
    foliage(leaves, leaf(colour), (0.26, 0.2, 0.2))
