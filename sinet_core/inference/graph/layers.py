"""Layers as the kernels expect them (struct layer in layers.h), and weights in the order in which they read them."""
from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sinet_core.inference.graph.features import Feature
from sinet_core.kernels.native import structs

Weights = NDArray[np.float32]

ROWS = (6, 4, 2, 1)  # output channels per block of a 1x1 layer
POINTERS = ("input", "other", "output", "weights", "bias", "scale", "shift", "slope")

Kind = IntEnum(
    "Kind",
    "STEM POINTWISE DENSE DEPTHWISE POOL MEAN RESIZE COPY ADD SUBTRACT MULTIPLY ABSOLUTE NEGATE SIGMOID PHASES",
    start=0,
)


@dataclass(eq=False)
class Layer:
    """A layer whose memory has no place yet. The fields are those of struct layer."""

    kind: Kind
    input: Feature | None = None
    other: Feature | None = None
    output: Feature | None = None
    weights: Weights | None = None
    bias: Weights | None = None
    scale: Feature | Weights | None = None
    shift: Weights | None = None
    slope: Weights | None = None
    numbers: dict[str, int] = field(default_factory=dict)

    def features(self) -> list[Feature]:
        """All memory that it reads or writes."""
        return [each for each in (self.input, self.other, self.output, self.scale) if isinstance(each, Feature)]


def as_struct(layer: Layer, arena: Weights) -> structs.Layer:
    """The struct for the kernels; the layer's arrays and the arena must outlive it."""
    found = structs.Layer(kind=int(layer.kind), **layer.numbers)
    for name in POINTERS:
        value = getattr(layer, name)
        if isinstance(value, Feature):
            setattr(found, name, arena.ctypes.data + 4 * (value.memory.offset + value.start))
        elif value is not None:
            setattr(found, name, value.ctypes.data)
    return found


def contiguous(values: NDArray[np.generic]) -> Weights:
    """float32, one after the other."""
    return np.ascontiguousarray(values, np.float32)


def groups_of(weights: Weights, groups: int) -> tuple[Weights, int]:
    """(weights of a 1x1 layer as outputs x inputs per group, groups): two groups if it is two independent layers.

    A merged S2-module is one layer with zeros between its two branches, which need not be multiplied.
    """
    flat = weights.reshape(weights.shape[0], weights.shape[1])
    rows, columns = (side // 2 for side in flat.shape)
    if groups > 1 or flat.shape[0] % 2 or flat.shape[1] % 2 or min(rows, columns) < 1:
        return flat, groups
    if flat[:rows, columns:].any() or flat[rows:, :columns].any():
        return flat, 1
    return np.concatenate((flat[:rows, :columns], flat[rows:, columns:])), 2


def packed(weights: Weights, groups: int) -> Weights:
    """outputs x inputs per group -> for each group, for each block of outputs (6.., 4, 2, 1): inputs x block."""
    parts = []
    for group in np.split(weights, groups):
        first = 0
        while first < len(group):
            rows = next(count for count in ROWS if count <= len(group) - first)
            parts.append(group[first : first + rows].T.ravel())
            first += rows
    return contiguous(np.concatenate(parts))


def packed_stem(weights: Weights, bias: Weights, scale: Weights, offset: Weights) -> tuple[Weights, Weights]:
    """(weights, bias) of the first layer, 12 x 3 x 3 x 3, for byte inputs: scale and offset are folded in.

    Weights: for each block of six outputs, taps (channel, row, column) x 6; the last block is padded with zeros. Bias:
    one per output, followed by the byte values (not always integers) that normalise to 0, for the margin.
    """
    missing = -len(weights) % ROWS[0]
    scaled = weights.astype(np.float64) * scale[:, None, None]
    shifted = bias + (weights.astype(np.float64) * offset[:, None, None]).sum((1, 2, 3))
    flat = np.pad(scaled.reshape(len(weights), -1), ((0, missing), (0, 0)))
    blocks = flat.reshape(-1, ROWS[0], flat.shape[1]).transpose(0, 2, 1)
    return contiguous(blocks), contiguous(np.concatenate((shifted, np.zeros(missing), -offset / scale)))
