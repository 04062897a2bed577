"""Procedural surfaces for Blender's Cycles: colour, roughness and a little irregularity, no image files."""

from __future__ import annotations

import bpy

Colour = tuple[float, float, float]


def hex_colour(text: str) -> Colour:
    """'#rrggbb' as the linear light that Blender wants."""
    channels = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # type: ignore[return-value]


class Surface:
    """A node material under construction: the shader, its links and the object's own coordinates."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.nodes = self.material.node_tree.nodes
        self.shader = self.nodes["Principled BSDF"]
        self.output = self.nodes["Material Output"]

    def node(self, kind: str, **inputs: object) -> bpy.types.Node:
        node = self.nodes.new(kind)
        for key, value in inputs.items():
            node.inputs[key.replace("_", " ")].default_value = value
        return node

    def link(self, source: bpy.types.NodeSocket, target: bpy.types.NodeSocket) -> None:
        self.material.node_tree.links.new(source, target)

    def coordinates(self, stretch: Colour = (1, 1, 1), turn: Colour = (0, 0, 0)) -> bpy.types.NodeSocket:
        mapping = self.node("ShaderNodeMapping", Scale=stretch, Rotation=turn)
        self.link(self.node("ShaderNodeTexCoord").outputs["Object"], mapping.inputs["Vector"])
        return mapping.outputs["Vector"]

    def noise(self, where: bpy.types.NodeSocket, scale: float, detail: float = 6.0) -> bpy.types.NodeSocket:
        texture = self.node("ShaderNodeTexNoise", Scale=scale, Detail=detail)
        self.link(where, texture.inputs["Vector"])
        return texture.outputs["Fac"]

    def ramp(
        self, value: bpy.types.NodeSocket, low: Colour, high: Colour, start: float, end: float
    ) -> bpy.types.NodeSocket:
        ramp = self.nodes.new("ShaderNodeValToRGB")
        first, last = ramp.color_ramp.elements
        first.position, first.color = start, (*low, 1)
        last.position, last.color = end, (*high, 1)
        self.link(value, ramp.inputs["Fac"])
        return ramp.outputs["Color"]

    def multiply(self, a: bpy.types.NodeSocket, b: bpy.types.NodeSocket, amount: float) -> bpy.types.NodeSocket:
        mix = self.nodes.new("ShaderNodeMixRGB")
        mix.blend_type = "MULTIPLY"
        mix.inputs["Fac"].default_value = amount
        self.link(a, mix.inputs["Color1"])
        self.link(b, mix.inputs["Color2"])
        return mix.outputs["Color"]

    def bump(self, height: bpy.types.NodeSocket, strength: float, distance: float = 0.01) -> None:
        bump = self.node("ShaderNodeBump", Strength=strength, Distance=distance)
        self.link(height, bump.inputs["Height"])
        self.link(bump.outputs["Normal"], self.shader.inputs["Normal"])

    def set(self, **inputs: object) -> Surface:
        for key, value in inputs.items():
            self.shader.inputs[key.replace("_", " ")].default_value = value
        return self


def plain(colour: str, roughness: float = 0.5, metallic: float = 0.0, coat: float = 0.0) -> bpy.types.Material:
    surface = Surface("plain").set(Roughness=roughness, Metallic=metallic, Coat_Weight=coat)
    return surface.set(Base_Color=(*hex_colour(colour), 1)).material


def painted(colour: str, unevenness: float = 0.12, roughness: float = 0.85, bump: float = 0.12) -> bpy.types.Material:
    """Wall paint or plaster: large soft stains and a fine roller texture."""
    surface = Surface("painted").set(Roughness=roughness)
    where = surface.coordinates()
    light, dark = hex_colour(colour), tuple(c * (1 - 2 * unevenness) for c in hex_colour(colour))
    stains = surface.noise(where, 1.7)
    surface.link(surface.ramp(stains, dark, light, 0.3, 0.62), surface.shader.inputs["Base Color"])
    surface.bump(surface.noise(where, 60.0), bump)
    return surface.material


def wood(light: str, dark: str, along: str = "x", roughness: float = 0.45) -> bpy.types.Material:
    """Grain: noise drawn out along one axis."""
    stretch = {"x": (1, 14, 14), "y": (14, 1, 14), "z": (14, 14, 1)}[along]
    surface = Surface("wood").set(Roughness=roughness)
    grain = surface.noise(surface.coordinates(stretch), 1.6, 9.0)
    surface.link(
        surface.ramp(grain, hex_colour(dark), hex_colour(light), 0.34, 0.66),
        surface.shader.inputs["Base Color"],
    )
    surface.bump(grain, 0.08)
    return surface.material


def cloth(colour: str, roughness: float = 0.95, weave: float = 260.0, bump: float = 0.4) -> bpy.types.Material:
    surface = Surface("cloth").set(Roughness=roughness, Sheen_Weight=0.25)
    where = surface.coordinates()
    light, dark = hex_colour(colour), tuple(c * 0.72 for c in hex_colour(colour))
    surface.link(surface.ramp(surface.noise(where, 5.0), dark, light, 0.3, 0.7), surface.shader.inputs["Base Color"])
    surface.bump(surface.noise(where, weave, 2.0), bump, 0.003)
    return surface.material


def courses(
    first: str,
    second: str,
    joint: str,
    size: tuple[float, float],
    joint_width: float,
    upright: bool,
    bump: float = 0.6,
) -> bpy.types.Material:
    """Bricks or floor boards: Blender's brick texture with uneven colour."""
    surface = Surface("courses").set(Roughness=0.85 if upright else 0.38)
    where = surface.coordinates(turn=(-1.5708, 0, 0) if upright else (0, 0, 1.5708))
    bricks = surface.node("ShaderNodeTexBrick", Scale=1.0, Mortar_Size=joint_width, Mortar_Smooth=0.3, Bias=0.0)
    bricks.inputs["Brick Width"].default_value, bricks.inputs["Row Height"].default_value = size
    for socket, colour in (("Color1", first), ("Color2", second), ("Mortar", joint)):
        bricks.inputs[socket].default_value = (*hex_colour(colour), 1)
    surface.link(where, bricks.inputs["Vector"])
    stretch = (2.0, 2.0, 2.0) if upright else (9.0, 1.0, 1.0)
    grain = surface.noise(surface.coordinates(stretch), 3.0, 9.0)
    shade = surface.ramp(grain, (0.45, 0.45, 0.45), (1.1, 1.1, 1.1), 0.3, 0.7)
    surface.link(surface.multiply(bricks.outputs["Color"], shade, 0.75), surface.shader.inputs["Base Color"])
    surface.bump(bricks.outputs["Fac"], -bump, 0.008)
    return surface.material


def leaf(colour: str) -> bpy.types.Material:
    surface = Surface("leaf").set(Roughness=0.42, Transmission_Weight=0.0, Subsurface_Weight=0.15)
    light, dark = hex_colour(colour), tuple(c * 0.45 for c in hex_colour(colour))
    surface.link(
        surface.ramp(surface.noise(surface.coordinates(), 7.0), dark, light, 0.3, 0.7),
        surface.shader.inputs["Base Color"],
    )
    return surface.material


def sheer(colour: str, through: float = 0.55) -> bpy.types.Material:
    """Thin curtain: part diffuse, part letting the light through."""
    surface = Surface("sheer")
    body = surface.node("ShaderNodeBsdfDiffuse", Color=(*hex_colour(colour), 1))
    glow = surface.node("ShaderNodeBsdfTranslucent", Color=(*hex_colour(colour), 1))
    mix = surface.nodes.new("ShaderNodeMixShader")
    mix.inputs[0].default_value = through
    surface.link(body.outputs[0], mix.inputs[1])
    surface.link(glow.outputs[0], mix.inputs[2])
    surface.link(mix.outputs[0], surface.output.inputs["Surface"])
    return surface.material


def pane(tint: str = "#eef6f5", reflection: float = 0.08) -> bpy.types.Material:
    """Window glass without refraction: cheap to render and casts no shadow."""
    surface = Surface("pane")
    clear = surface.node("ShaderNodeBsdfTransparent", Color=(*hex_colour(tint), 1))
    gloss = surface.node("ShaderNodeBsdfGlossy", Roughness=0.02)
    mix = surface.nodes.new("ShaderNodeMixShader")
    mix.inputs[0].default_value = reflection
    surface.link(clear.outputs[0], mix.inputs[1])
    surface.link(gloss.outputs[0], mix.inputs[2])
    surface.link(mix.outputs[0], surface.output.inputs["Surface"])
    return surface.material


def glow(colour: str, strength: float) -> bpy.types.Material:
    surface = Surface("glow")
    emission = surface.node("ShaderNodeEmission", Color=(*hex_colour(colour), 1), Strength=strength)
    surface.link(emission.outputs[0], surface.output.inputs["Surface"])
    return surface.material


def view(
    low: str, high: str, strength: float, scale: float = 0.5, start: float = 0.4, end: float = 0.6
) -> bpy.types.Material:
    """What is seen far outside: blotches of two colours that shine."""
    surface = Surface("view")
    blotches = surface.noise(surface.coordinates(), scale, 8.0)
    emission = surface.node("ShaderNodeEmission", Strength=strength)
    surface.link(surface.ramp(blotches, hex_colour(low), hex_colour(high), start, end), emission.inputs["Color"])
    surface.link(emission.outputs[0], surface.output.inputs["Surface"])
    return surface.material


def dusk(stops: tuple[tuple[float, str], ...], height: float, strength: float) -> bpy.types.Material:
    """An evening sky on a standing sheet: colours by height above its foot, each stop (0..1, colour)."""
    surface = Surface("dusk")
    parts = surface.node("ShaderNodeSeparateXYZ")
    surface.link(surface.coordinates((1, 1, 1 / height)), parts.inputs[0])
    ramp = surface.nodes.new("ShaderNodeValToRGB")
    elements = ramp.color_ramp.elements
    for place, colour in stops[1:-1]:
        elements.new(place).color = (*hex_colour(colour), 1)
    elements[0].color, elements[-1].color = (*hex_colour(stops[0][1]), 1), (*hex_colour(stops[-1][1]), 1)
    emission = surface.node("ShaderNodeEmission", Strength=strength)
    surface.link(parts.outputs["Z"], ramp.inputs["Fac"])
    surface.link(ramp.outputs["Color"], emission.inputs["Color"])
    surface.link(emission.outputs[0], surface.output.inputs["Surface"])
    return surface.material
