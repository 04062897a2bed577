"""A plan under construction: layers so far, features by name, and operations fused before a value is stored."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sinet_core.inference.graph.features import Feature, Memory, new_feature
from sinet_core.inference.graph.layers import Kind, Layer, Weights, contiguous
from sinet_core.inference.graph.onnx_file import Constant, Graph, Node


class UnsupportedError(ValueError):
    """The graph has an operation without a kernel."""


@dataclass(frozen=True)
class Picture:
    """The network's input, normalised so far: byte * scale + offset for each of three channels."""

    scale: Weights
    offset: Weights


@dataclass
class Finish:
    """The feature channels to which a layer writes, and the operations applied before it does."""

    name: str
    channels: int
    total: int
    first: int = 0
    other: Feature | None = None
    scale: Feature | Weights | None = None
    shift: Weights | None = None
    slope: Weights | None = None

    @property
    def untouched(self) -> bool:
        """Whether no operation has been applied to the values yet."""
        return self.other is None and self.scale is None and self.slope is None

    @property
    def own(self) -> slice:
        """The channels of the feature that it writes."""
        return slice(self.first, self.first + self.channels)


@dataclass(eq=False)
class Draft:
    """A plan under construction, for an input of size (height, width).

    Attributes:
        constants, features, pictures: by name, as far as known.
        done: operations (by id) fused into an earlier layer.
    """

    graph: Graph
    size: tuple[int, int]
    constants: dict[str, Constant]
    features: dict[str, Feature] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    done: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Records producers and users of each name, and the picture, of which only the shape is used."""
        self.image = Feature(Memory(0, 0, 0), 0, 3, *self.size, 0)
        self.makers = {name: node for node in self.graph.nodes for name in node.outputs}
        self.users: dict[str, list[Node]] = {name: [] for name in self.makers}
        for node in self.graph.nodes:
            for name in node.inputs:
                self.users.setdefault(name, []).append(node)

    def only_user(self, name: str) -> Node | None:
        """The only user of a value, or None if there are several."""
        users = self.users[name]
        return users[0] if len(users) == 1 and name not in self.graph.outputs else None

    def channels_of(self, name: str) -> int:
        """Channels of a feature that may not exist yet; 0 if unknown."""
        if name in self.features:
            return self.features[name].channels
        maker = self.makers.get(name)
        if maker is None:
            return 0
        if maker.kind == "Conv":
            return int(self.constants[maker.inputs[1]].shape[0])
        kept = maker.kind in ("Resize", "PRelu", "BatchNormalization", "AveragePool", "ReduceMean")
        return self.channels_of(maker.inputs[0]) if kept else 0

    def affine_of(self, node: Node) -> tuple[Weights, Weights]:
        """(scale, shift) equivalent to a BatchNormalization."""
        gamma, beta, mean, variance = (self.constants[name].astype(np.float64) for name in node.inputs[1:5])
        scale = gamma / np.sqrt(variance + node.attributes["epsilon"])
        return contiguous(scale), contiguous(beta - mean * scale)

    def emit(
        self, layer: Layer, output: str, channels: int | None = None, size: tuple[int, int] | None = None
    ) -> None:
        """Adds a layer that produces the feature output, by default of its input's shape.

        Operations after it that can be applied before the values are stored are fused into it.
        """
        source = layer.input
        assert source is not None
        channels, size = channels or source.channels, size or (source.height, source.width)
        finish = Finish(output, channels, channels, 0, None, layer.scale, layer.shift, layer.slope)
        self._follow(finish, size, layer)
        number = len(self.layers)
        if finish.name not in self.features:
            self.features[finish.name] = new_feature(finish.total, *size, number)
        layer.output = self.features[finish.name].part(finish.first, channels)
        layer.scale, layer.shift, layer.slope = finish.scale, finish.shift, finish.slope
        layer.other = finish.other if layer.other is None else layer.other
        self.append(layer)

    def append(self, layer: Layer) -> None:
        """Adds a layer unchanged."""
        source, target, other = layer.input, layer.output or layer.input, layer.other
        assert source is not None
        assert target is not None
        layer.numbers = {
            "inputs": source.channels, "outputs": target.channels, "height": source.height, "width": source.width,
            "plane": source.plane, "out_plane": target.plane, **layer.numbers,
        }  # fmt: skip
        if isinstance(other, Feature):
            layer.numbers["other_plane"] = other.plane if other.channels == target.channels else 0
        for feature in layer.features():
            feature.memory.last = max(feature.memory.last, len(self.layers))
        self.layers.append(layer)

    def _follow(self, finish: Finish, size: tuple[int, int], layer: Layer) -> None:
        while (user := self.only_user(finish.name)) is not None:
            if user.kind == "PRelu":
                taken = self._take_slope(user, finish)
            elif user.kind == "BatchNormalization":
                taken = self._take_affine(user, finish)
            elif user.kind == "Add":
                free = layer.other is None and layer.kind not in (Kind.MEAN, Kind.DENSE)
                taken = free and self._take_sum(user, finish, size)
            else:
                taken = user.kind == "Concat" and self._take_place(user, finish)
            if not taken:
                return
            self.done.add(id(user))
            finish.name = user.outputs[0]

    def _take_slope(self, user: Node, finish: Finish) -> bool:
        if finish.slope is not None:
            return False
        finish.slope = contiguous(self.constants[user.inputs[1]].reshape(-1)[finish.own])
        return True

    def _take_affine(self, user: Node, finish: Finish) -> bool:
        if finish.scale is not None or finish.slope is not None:
            return False
        scale, shift = self.affine_of(user)
        finish.scale, finish.shift = contiguous(scale[finish.own]), contiguous(shift[finish.own])
        return True

    def _take_sum(self, user: Node, finish: Finish, size: tuple[int, int]) -> bool:
        summand = self.features.get(next((name for name in user.inputs if name != finish.name), ""))
        if summand is None or not finish.untouched:
            return False
        if summand.channels != finish.total or (summand.height, summand.width) != size:
            return False
        finish.other = summand.part(finish.first, finish.channels)
        return True

    def _take_place(self, user: Node, finish: Finish) -> bool:
        """Writes directly into a concatenation if nothing else uses its parts."""
        parts = [self.channels_of(name) for name in user.inputs]
        alone = all(self.only_user(name) is user for name in user.inputs)
        if user.attributes["axis"] != 1 or not alone or not all(parts) or finish.total != finish.channels:
            return False
        if not finish.untouched:
            return False
        finish.first, finish.total = sum(parts[: user.inputs.index(finish.name)]), sum(parts)
        return True
