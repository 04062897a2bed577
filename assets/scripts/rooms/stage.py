"""The empty stage: scene, camera, lamps, walls with openings, and the render settings."""

from __future__ import annotations

import math
from pathlib import Path

import bpy
from mathutils import Vector

from rooms.materials import glow, hex_colour
from rooms.shapes import Point, box, sheet


def clear(
    sky: str = "#a9bccb",
    sky_strength: float = 0.3,
    exposure: float = 0.0,
    look: str = "AgX - Medium High Contrast",
) -> None:
    """Start an empty scene with a plain sky."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    world = bpy.data.worlds.new("sky")
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (*hex_colour(sky), 1)
    background.inputs["Strength"].default_value = sky_strength
    scene.world = world
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = look
    scene.view_settings.exposure = exposure


def camera(
    place: Point = (0, 0, 1.25),
    target: Point = (0, 4, 1.2),
    focal: float = 30.0,
    stop: float = 1.4,
    focus: float = 0.9,
) -> None:
    """A webcam's stand-point with a real lens's depth of field; blades make the bokeh round-ish."""
    data = bpy.data.cameras.new("camera")
    data.lens = focal
    data.dof.use_dof = True
    data.dof.focus_distance = focus
    data.dof.aperture_fstop = stop
    data.dof.aperture_blades = 0
    thing = bpy.data.objects.new("camera", data)
    thing.location = place
    thing.rotation_euler = (Vector(target) - Vector(place)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def lamp(
    kind: str,
    at: Point,
    power: float,
    colour: str = "#ffffff",
    size: float = 0.1,
    size_y: float = 0.0,
    aim: Point | None = None,
) -> bpy.types.Object:
    """kind: POINT, AREA, SPOT or SUN; `aim` is the point it looks at."""
    data = bpy.data.lights.new("lamp", kind)
    data.energy, data.color = power, hex_colour(colour)
    if kind == "AREA":
        data.shape, data.size, data.size_y = "RECTANGLE", size, size_y or size
    elif kind == "SUN":
        data.angle = math.radians(size)
    else:
        data.shadow_soft_size = size
    thing = bpy.data.objects.new("lamp", data)
    thing.location = at
    thing.visible_camera = False
    if aim is not None:
        thing.rotation_euler = (Vector(aim) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(thing)
    return thing


def bulb(at: Point, radius: float, colour: str, strength: float) -> None:
    """A visible glowing ball that lights its surroundings."""
    from rooms.shapes import ball

    ball(at, radius, glow(colour, strength))


def wall_x(
    y: float,
    left: float,
    right: float,
    height: float,
    material: bpy.types.Material,
    openings: tuple[tuple[float, float, float, float], ...] = (),
) -> None:
    """A wall across the view at depth y; openings are (left, right, sill, head), sorted and not overlapping."""
    thick = 0.2
    edge = left
    for a, b, sill, head in openings:
        _block(edge, a, y, thick, 0, height, material)
        _block(a, b, y, thick, 0, sill, material)
        _block(a, b, y, thick, head, height, material)
        edge = b
    _block(edge, right, y, thick, 0, height, material)


def _block(
    left: float, right: float, y: float, thick: float, low: float, high: float, material: bpy.types.Material
) -> None:
    if right - left > 1e-6 and high - low > 1e-6:
        box(((left + right) / 2, y + thick / 2, low), (right - left, thick, high - low), material, bevel=0)


def wall_y(
    x: float,
    near: float,
    far: float,
    height: float,
    material: bpy.types.Material,
    openings: tuple[tuple[float, float, float, float], ...] = (),
    side: int = 1,
) -> None:
    """A side wall at x, its thickness towards `side`; openings are (near, far, sill, head)."""
    thick = 0.2
    edge = near
    for a, b, sill, head in (*openings, (far, far, 0.0, 0.0)):
        for start, end, low, high in ((edge, a, 0.0, height), (a, b, 0.0, sill), (a, b, head, height)):
            if end - start > 1e-6 and high - low > 1e-6:
                place = (x + side * thick / 2, (start + end) / 2, low)
                box(place, (thick, end - start, high - low), material, bevel=0)
        edge = b


def floor(material: bpy.types.Material, half_width: float = 6.0, near: float = -3.0, far: float = 9.0) -> None:
    sheet((-half_width, near, 0), (2 * half_width, 0, 0), (0, far - near, 0), material)


def ceiling(
    height: float, material: bpy.types.Material, half_width: float = 6.0, near: float = -3.0, far: float = 9.0
) -> None:
    sheet((-half_width, far, height), (2 * half_width, 0, 0), (0, near - far, 0), material)


def render(path: Path, width: int, height: int, samples: int) -> None:
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.use_adaptive_sampling = "CPU", samples, True
    cycles.adaptive_threshold = 0.03
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 6, 4, 2
    cycles.transparent_max_bounces, cycles.caustics_reflective, cycles.caustics_refractive = 12, False, False
    cycles.sample_clamp_indirect, cycles.sample_clamp_direct = 4.0, 60.0
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = (
        width,
        height,
        100,
    )
    scene.render.image_settings.file_format, scene.render.image_settings.color_mode = "PNG", "RGB"
    scene.render.image_settings.color_depth = "16"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
