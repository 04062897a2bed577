"""Compiles the graph of our ONNX export into layers for the kernels."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinet_core.inference.graph.draft import Draft, Picture, UnsupportedError
from sinet_core.inference.graph.features import FOREVER, Feature
from sinet_core.inference.graph.folding import fold
from sinet_core.inference.graph.layers import Kind, Layer
from sinet_core.inference.graph.onnx_file import Graph, Node
from sinet_core.inference.graph.operations import OPERATIONS

# What operands and attributes that our export never writes lead to.
UNEXPECTED = (LookupError, AttributeError, TypeError, ValueError, ArithmeticError, AssertionError, RecursionError,
              MemoryError)


@dataclass(frozen=True)
class Plan:
    """The layers to run for an input of size (height, width).

    Attributes:
        margin: the gate's input, background - person; None if there is no such gate.
    """

    layers: list[Layer]
    size: tuple[int, int]
    margin: Feature | None


def plan(graph: Graph, size: tuple[int, int]) -> Plan:
    """Plans the layers for an input of (height, width), multiples of 32.

    Raises:
        UnsupportedError: an operation has no kernel.
    """
    draft = Draft(graph, size, dict(graph.constants))
    try:
        draft.pictures[graph.inputs[0]] = Picture(np.ones(3, np.float32), np.zeros(3, np.float32))
        for node in graph.nodes:
            if id(node) not in draft.done:
                _add(draft, node)
        if not draft.layers or draft.layers[-1].kind != Kind.PHASES:
            raise UnsupportedError("its end differs from our export's")
        return Plan(draft.layers, size, _margin(draft))
    except UnsupportedError:
        raise
    except UNEXPECTED as error:
        raise UnsupportedError(f"an operation with unexpected operands: {error!r}") from error


def _add(draft: Draft, node: Node) -> None:
    known = [draft.constants[name] for name in node.inputs if name in draft.constants]
    value = fold(node, known) if len(known) == len(node.inputs) else None
    if value is not None:
        draft.constants[node.outputs[0]] = value
    elif node.kind in OPERATIONS:
        OPERATIONS[node.kind](draft, node)
    else:
        raise UnsupportedError(f"operation {node.kind}")


def _margin(draft: Draft) -> Feature | None:
    gates = [node for node in draft.graph.nodes if node.kind == "Abs"]
    if len(gates) != 1:
        return None
    feature = draft.features[gates[0].inputs[0]]
    feature.memory.last = FOREVER
    return feature
