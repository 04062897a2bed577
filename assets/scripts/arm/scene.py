"""The stage for the arm: camera, soft light from her portrait's side, skin, cloth and metal, in Blender's Cycles."""

from __future__ import annotations

import math
from pathlib import Path

import bpy
import cv2
import numpy as np
from gesture import Arm
from mathutils import Matrix
from rooms.materials import Surface, hex_colour, plain
from rooms.stage import lamp
from skimage import data

from arm import palm, sleeve
from arm.hand import Hand, bend, load

WIDTH, HEIGHT = 1280, 720
ACROSS = 0.90  # metres that the clip is wide where the arm is
DISTANCE = 0.75  # metres from the camera to the arm
BORDER = (64, 128, 512, 720)  # the part of the clip in which the arm moves: left, top, right, bottom
CLOTH = 0.32  # metres that the patch of her suit and its mirror image are wide on the sleeve
SUIT = (22, 66, 222)  # the suit's orange, sRGB in cv2's order
PATCH = (slice(412, 462), slice(52, 108))  # rows and columns of the portrait with nothing but cloth


class ArmScene:
    """Her arm in an empty scene; `render` poses it and writes a picture with alpha."""

    def __init__(self) -> None:
        self.hand = load()
        _stage()
        self.joint = bpy.data.objects.new("elbow", None)
        bpy.context.scene.collection.objects.link(self.joint)
        self.skin = self._add("skin", self.hand.verts, self.hand.faces, _skin(self.hand), 2)
        _flat_coordinates(self.skin, palm.place(self.hand.verts[:, [0, 2]]))
        end = self.hand.length - 0.040
        cloth = self._add("sleeve", *sleeve.tube(end + 0.002), _suit(), 0)
        _flat_coordinates(cloth, np.array([v.co for v in cloth.data.vertices])[:, [0, 2]] / CLOTH + (0.25, 0.6))
        self._add("ring", *sleeve.turned(sleeve.ring(end)), plain("#2b2438", 0.32, 0.85), 1)
        self._add("lining", *sleeve.turned(sleeve.lining(end)), plain("#15141a", 0.9), 1)

    def _add(
        self, name: str, verts: np.ndarray, faces: list[tuple[int, ...]], material: bpy.types.Material, levels: int
    ) -> bpy.types.Object:
        mesh = bpy.data.meshes.new(name)
        mesh.from_pydata(verts.tolist(), [], faces)
        mesh.validate()
        mesh.materials.append(material)
        mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
        thing = bpy.data.objects.new(name, mesh)
        thing.parent = self.joint
        modifier = thing.modifiers.new("smooth", "SUBSURF")
        modifier.levels = modifier.render_levels = levels
        bpy.context.scene.collection.objects.link(thing)
        return thing

    def _place(self, arm: Arm) -> None:
        x = (arm.elbow[0] - WIDTH / 2) * ACROSS / WIDTH
        z = (HEIGHT / 2 - arm.elbow[1]) * ACROSS / WIDTH
        # the hand's own x grows to the right of the picture; leaning left is a turn about -y
        self.joint.matrix_world = (
            Matrix.Translation((x, 0, z))
            @ Matrix.Rotation(-arm.lean, 4, "Y")
            @ Matrix.Rotation(math.radians(6), 4, "X")
            @ Matrix.Rotation(arm.turn, 4, "Z")
        )

    def render(self, arm: Arm, samples: int, path: Path) -> None:
        """Write the arm as it is at one moment, sharp; the clip blurs it as it moves."""
        scene = bpy.context.scene
        self._place(arm)
        verts = bend(self.hand, arm.tip, arm.nod, arm.curl)
        self.skin.data.vertices.foreach_set("co", verts.ravel())
        self.skin.data.update()
        scene.cycles.samples = samples
        scene.render.filepath = str(path)
        bpy.ops.render.render(write_still=True)


def _stage() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.world = bpy.data.worlds.new("studio")
    scene.world.use_nodes = True
    background = scene.world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (*hex_colour("#f3efe8"), 1)
    background.inputs["Strength"].default_value = 0.38
    lens = bpy.data.cameras.new("camera")
    lens.sensor_width, lens.lens = 36.0, 36.0 * DISTANCE / ACROSS
    camera = bpy.data.objects.new("camera", lens)
    camera.location, camera.rotation_euler = (0, -DISTANCE, 0), (math.pi / 2, 0, 0)
    scene.collection.objects.link(camera)
    scene.camera = camera
    lamp("AREA", (-0.75, -1.3, 0.75), 26, "#fff6ea", 0.8, 0.8, aim=(-0.25, 0, 0))
    lamp("AREA", (1.1, -1.2, 0.4), 7, "#eef3ff", 0.9, 0.9, aim=(-0.25, 0, 0))
    lamp("AREA", (-0.6, 0.9, 0.6), 6, "#ffffff", 0.7, 0.7, aim=(-0.25, 0, 0))
    _picture_settings(scene)


def _picture_settings(scene: bpy.types.Scene) -> None:
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.use_adaptive_sampling, cycles.adaptive_threshold = "CPU", True, 0.02
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.denoising_quality, cycles.denoising_prefilter = "FAST", "FAST"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 4, 3, 2
    cycles.caustics_reflective = cycles.caustics_refractive = False
    render = scene.render
    render.resolution_x, render.resolution_y, render.resolution_percentage = WIDTH, HEIGHT, 100
    render.film_transparent, render.use_persistent_data = True, True
    render.use_border, render.use_crop_to_border = True, True
    left, top, right, bottom = BORDER
    render.border_min_x, render.border_max_x = left / WIDTH, right / WIDTH
    render.border_min_y, render.border_max_y = 1 - bottom / HEIGHT, 1 - top / HEIGHT
    render.image_settings.file_format, render.image_settings.color_mode = "PNG", "RGBA"
    render.image_settings.color_depth = "16"
    scene.view_settings.view_transform, scene.view_settings.look = "Standard", "None"


def _flat_coordinates(thing: bpy.types.Object, uv: np.ndarray) -> None:
    """Give thing its UV coordinates (N, 2), laid on from the front, and an attribute that is 1 on the palm's side."""
    mesh = thing.data
    layer = mesh.uv_layers.new(name="flat")
    for loop in mesh.loops:
        layer.data[loop.index].uv = uv[loop.vertex_index]
    normals = np.array([vertex.normal for vertex in mesh.vertices])
    front = mesh.attributes.new("palm", "FLOAT", "POINT")
    front.data.foreach_set("value", np.clip(0.5 - 1.4 * normals[:, 1], 0, 1))


def _image(name: str, pixels: np.ndarray, colour: bool) -> bpy.types.Image:
    """pixels: (H, W) or (H, W, 3) in cv2's order, 0..1."""
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(name, width, height, float_buffer=not colour)
    image.colorspace_settings.name = "sRGB" if colour else "Non-Color"
    planes = pixels[..., ::-1] if colour else np.repeat(pixels[..., None], 3, axis=2)
    rgba = np.concatenate([planes, np.ones((height, width, 1))], axis=2)[::-1]
    image.pixels.foreach_set(np.ascontiguousarray(rgba, np.float32).ravel())
    image.pack()
    return image


def _skin(hand: Hand) -> bpy.types.Material:
    surface = Surface("skin").set(Roughness=0.46, Subsurface_Weight=0.35, Subsurface_Scale=0.006)
    surface.set(Subsurface_Radius=(1.0, 0.32, 0.16), Specular_IOR_Level=0.38)
    colour = surface.node("ShaderNodeTexImage")
    colour.image = _image("palm", palm.paint(hand) / 255, True)
    depth = surface.node("ShaderNodeTexImage")
    depth.image = _image("creases", palm.creases(hand), False)
    for texture in (colour, depth):
        texture.extension = "EXTEND"
    front = surface.node("ShaderNodeAttribute")
    front.attribute_name = "palm"
    mix = surface.nodes.new("ShaderNodeMixRGB")
    mix.inputs["Color1"].default_value = (*hex_colour("#d8a688"), 1)
    surface.link(front.outputs["Fac"], mix.inputs["Fac"])
    surface.link(colour.outputs["Color"], mix.inputs["Color2"])
    surface.link(mix.outputs["Color"], surface.shader.inputs["Base Color"])
    _skin_relief(surface, depth, front)
    return surface.material


def _skin_relief(surface: Surface, depth: bpy.types.Node, front: bpy.types.Node) -> None:
    """Folds where the palm has lines, and fine pores everywhere."""
    folds = surface.nodes.new("ShaderNodeMath")
    folds.operation = "MULTIPLY"
    surface.link(depth.outputs["Color"], folds.inputs[0])
    surface.link(front.outputs["Fac"], folds.inputs[1])
    first = surface.node("ShaderNodeBump", Strength=0.55, Distance=0.0012)
    first.invert = True
    surface.link(folds.outputs["Value"], first.inputs["Height"])
    pores = surface.node("ShaderNodeBump", Strength=0.12, Distance=0.0004)
    surface.link(surface.noise(surface.coordinates(), 900.0, 3.0), pores.inputs["Height"])
    surface.link(first.outputs["Normal"], pores.inputs["Normal"])
    surface.link(pores.outputs["Normal"], surface.shader.inputs["Normal"])


def cloth_picture() -> np.ndarray:
    """A patch of the suit that she wears in the portrait, evenly lit, mirrored so that it tiles (H, W, 3), 0..1."""
    patch = data.astronaut()[PATCH][..., ::-1].astype(np.float32)
    even = patch / cv2.GaussianBlur(patch, (0, 0), 10)
    tile = np.concatenate([even, even[:, ::-1]], axis=1)
    tile = np.concatenate([tile, tile[::-1]], axis=0)
    return np.clip(tile * np.array(SUIT, np.float32) / 255, 0, 1)


def _suit() -> bpy.types.Material:
    """Orange cloth with a slight sheen, its weave and small folds from the photograph."""
    surface = Surface("suit").set(Roughness=0.62, Sheen_Weight=0.12, Specular_IOR_Level=0.3)
    texture = surface.node("ShaderNodeTexImage")
    texture.image = _image("cloth", cv2.resize(cloth_picture(), None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC), True)
    surface.link(texture.outputs["Color"], surface.shader.inputs["Base Color"])
    return surface.material
