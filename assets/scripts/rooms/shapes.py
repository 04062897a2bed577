"""Solid things. `at` is the middle of a thing's foot unless said otherwise; metres; x right, y away, z up."""

from __future__ import annotations

import math
from collections.abc import Sequence

import bpy

Point = tuple[float, float, float]


def mesh(
    verts: Sequence[Point], faces: Sequence[Sequence[int]], material: bpy.types.Material, smooth: bool = False
) -> bpy.types.Object:
    data = bpy.data.meshes.new("thing")
    data.from_pydata(list(verts), [], list(faces))
    data.validate()
    data.materials.append(material)
    if smooth:
        data.polygons.foreach_set("use_smooth", [True] * len(data.polygons))
    thing = bpy.data.objects.new("thing", data)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def box(
    at: Point,
    size: Point,
    material: bpy.types.Material,
    bevel: float = 0.006,
    turn: float = 0.0,
    tilt: float = 0.0,
) -> bpy.types.Object:
    """An upright box; `turn` about z and `tilt` about y in degrees."""
    x, y, z = size[0] / 2, size[1] / 2, size[2]
    verts = [(sx * x, sy * y, sz * z) for sz in (0, 1) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    faces = [(3, 2, 1, 0), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
    thing = mesh(verts, faces, material)
    thing.location = at
    thing.rotation_euler = (0, math.radians(tilt), math.radians(turn))
    if bevel:
        soften(thing, min(bevel, 0.45 * min(size)))
    return thing


def soften(thing: bpy.types.Object, width: float, segments: int = 3) -> None:
    """Round the edges: sharp ones are what makes a rendered room look rendered."""
    modifier = thing.modifiers.new("bevel", "BEVEL")
    modifier.width, modifier.segments = width, segments
    thing.data.polygons.foreach_set("use_smooth", [True] * len(thing.data.polygons))
    modifier.harden_normals = True


def cushion(
    at: Point, size: Point, material: bpy.types.Material, turn: float = 0.0, lean: float = 0.0
) -> bpy.types.Object:
    """A pillow: a subdivided box, puffed up; `lean` tips it back in degrees."""
    thing = box(at, size, material, bevel=0)
    thing.rotation_euler = (math.radians(lean), 0, math.radians(turn))
    bevel = thing.modifiers.new("bevel", "BEVEL")
    bevel.width, bevel.segments = min(size) * 0.30, 2
    smooth = thing.modifiers.new("round", "SUBSURF")
    smooth.levels = smooth.render_levels = 3
    thing.data.polygons.foreach_set("use_smooth", [True] * 6)
    return thing


def lathe(
    at: Point, profile: Sequence[tuple[float, float]], material: bpy.types.Material, segments: int = 48
) -> bpy.types.Object:
    """A vase, lamp or bowl: (radius, height) pairs turned about z."""
    verts = [
        (radius * math.cos(2 * math.pi * i / segments), radius * math.sin(2 * math.pi * i / segments), height)
        for radius, height in profile
        for i in range(segments)
    ]
    faces = [
        (
            ring * segments + i,
            ring * segments + (i + 1) % segments,
            (ring + 1) * segments + (i + 1) % segments,
            (ring + 1) * segments + i,
        )
        for ring in range(len(profile) - 1)
        for i in range(segments)
    ]
    thing = mesh(verts, faces, material, smooth=True)
    thing.location = at
    return thing


def cylinder(at: Point, radius: float, height: float, material: bpy.types.Material) -> bpy.types.Object:
    edge = min(radius, height) * 0.08
    profile = [
        (0, 0),
        (radius - edge, 0),
        (radius, edge),
        (radius, height - edge),
        (radius - edge, height),
        (0, height),
    ]
    return lathe(at, profile, material)


def ball(at: Point, radius: float, material: bpy.types.Material) -> bpy.types.Object:
    """A sphere; `at` is its centre."""
    steps = 24
    profile = [
        (radius * math.sin(math.pi * i / steps), -radius * math.cos(math.pi * i / steps)) for i in range(steps + 1)
    ]
    return lathe(at, profile, material)


def tube(points: Sequence[Point], radius: float, material: bpy.types.Material) -> bpy.types.Object:
    """A round rod or cable through the points, smoothly."""
    data = bpy.data.curves.new("tube", "CURVE")
    data.dimensions, data.bevel_depth, data.bevel_resolution = "3D", radius, 3
    spline = data.splines.new("NURBS")
    spline.points.add(len(points) - 1)
    for point, place in zip(spline.points, points, strict=True):
        point.co = (*place, 1)
    spline.use_endpoint_u, spline.order_u = True, min(3, len(points))
    data.materials.append(material)
    thing = bpy.data.objects.new("tube", data)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def sheet(corner: Point, across: Point, up: Point, material: bpy.types.Material) -> bpy.types.Object:
    """A flat rectangle from one corner along two edges."""
    ends = [(0, 0), (1, 0), (1, 1), (0, 1)]
    verts = [tuple(corner[k] + a * across[k] + b * up[k] for k in range(3)) for a, b in ends]
    return mesh(verts, [(0, 1, 2, 3)], material)  # type: ignore[arg-type]


def curtain(
    start: Point, end: Point, height: float, folds: int, material: bpy.types.Material, depth: float = 0.05
) -> bpy.types.Object:
    """Hanging cloth between two points of its foot, in uneven folds that deepen downwards."""
    columns, rows = folds * 14, 10
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    normal = (-dy / length, dx / length)
    verts = []
    for row in range(rows + 1):
        drop = row / rows
        for column in range(columns + 1):
            t = column / columns
            wave = math.sin(2 * math.pi * folds * t + 1.3 * math.sin(9 * t) + 0.4 * drop) + 0.35 * math.sin(
                17 * t + 2 * drop
            )
            off = depth * wave * (0.55 + 0.45 * (1 - drop))
            verts.append(
                (
                    start[0] + dx * t + normal[0] * off,
                    start[1] + dy * t + normal[1] * off,
                    start[2] + height * drop,
                )
            )
    width = columns + 1
    faces = [
        (r * width + c, r * width + c + 1, (r + 1) * width + c + 1, (r + 1) * width + c)
        for r in range(rows)
        for c in range(columns)
    ]
    return mesh(verts, faces, material, smooth=True)
