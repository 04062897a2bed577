"""Evaluates the parts of an ONNX graph that do not depend on the input: shapes, paddings, bounds of slices."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from sinet_core.inference.graph.onnx_file import TYPES, Constant, Node

MAX_ITEMS = 1 << 20  # of an array made here; those of our export have eight
Fold = Callable[[Node, list[Constant]], Any]


def fold(node: Node, operands: list[Constant]) -> Constant | None:
    """The value of an operation on constants (ONNX operators, opset 18), or None if it is not supported here."""
    how = FOLDS.get(node.kind)
    return None if how is None else np.asarray(how(node, operands))


def bounds(operands: list[Constant]) -> list[tuple[int, int, int, int]]:
    """(axis, start, end, step) of a Slice, from its operands without the first."""
    starts, ends = operands[0].tolist(), operands[1].tolist()
    axes = operands[2].tolist() if len(operands) > 2 else list(range(len(starts)))
    steps = operands[3].tolist() if len(operands) > 3 else [1] * len(starts)
    return list(zip(axes, starts, ends, steps, strict=True))


def _slice(_node: Node, operands: list[Constant]) -> Constant:
    found = operands[0]
    for axis, start, end, step in bounds(operands[1:]):
        size = found.shape[axis]
        # Numpy has no index for "before the start" of a reversed axis: it would count from the other end.
        stop = None if step < 0 and end < -size else end
        found = found[(slice(None),) * axis + (slice(start, stop, step),)]
    return found


def _filled(node: Node, operands: list[Constant]) -> Constant:
    shape = operands[0].tolist()
    if math.prod(shape) > MAX_ITEMS:
        raise ValueError(f"a constant of {shape} items")
    return np.full(shape, node.attributes["value"].item())


FOLDS: dict[str, Fold] = {
    "Constant": lambda node, _: node.attributes["value"],
    "Gather": lambda node, x: np.take(x[0], x[1], axis=node.attributes.get("axis", 0)),
    "Unsqueeze": lambda _, x: np.expand_dims(x[0], tuple(x[1].tolist())),
    "Add": lambda _, x: x[0] + x[1],
    "Concat": lambda node, x: np.concatenate(x, axis=node.attributes["axis"]),
    "ConstantOfShape": _filled,
    "Reshape": lambda _, x: x[0].reshape(x[1].tolist()),
    "Transpose": lambda node, x: x[0].transpose(node.attributes["perm"]),
    "Cast": lambda node, x: x[0].astype(TYPES[node.attributes["to"]]),
    "Slice": _slice,
}
