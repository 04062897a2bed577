from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sinet_core.inference.graph.draft import UnsupportedError
from sinet_core.inference.graph.layers import Kind, groups_of, packed
from sinet_core.inference.graph.onnx_file import Graph, Node, read_graph
from sinet_core.inference.graph.plan import plan
from sinet_core.inference.segmenter import WEIGHTS


@pytest.fixture(scope="module")
def graph() -> Graph:
    return read_graph((WEIGHTS / "sinet.onnx").read_bytes())


def test_what_follows_a_layer_is_done_along_with_it(graph: Graph) -> None:
    """No normalisation, sum or concatenation of the S2-modules needs its own pass over memory."""
    kinds = [layer.kind for layer in plan(graph, (160, 256)).layers]
    assert kinds.count(Kind.POINTWISE) + kinds.count(Kind.DENSE) == sum(
        node.kind == "Conv" and node.attributes["kernel_shape"] == [1, 1] and node.attributes["group"] <= 2
        for node in graph.nodes
    )
    assert kinds.count(Kind.ADD) == 1  # the decoder's: its operand is a product
    assert kinds[0] == Kind.STEM
    assert kinds[-1] == Kind.PHASES


def test_a_layer_that_is_two_side_by_side_is_computed_as_two() -> None:
    weights = np.zeros((4, 6, 1, 1), np.float32)
    weights[:2, :3], weights[2:, 3:] = 1, 2
    flat, groups = groups_of(weights, 1)
    assert groups == 2
    np.testing.assert_array_equal(flat, [[1] * 3] * 2 + [[2] * 3] * 2)
    weights[0, 5] = 0.5
    assert groups_of(weights, 1)[1] == 1


def test_weights_are_packed_in_the_order_of_blocks() -> None:
    weights = np.arange(9 * 2, dtype=np.float32).reshape(9, 2)
    found = packed(weights, 1)
    np.testing.assert_array_equal(found[:12].reshape(2, 6), weights[:6].T)
    np.testing.assert_array_equal(found[12:16].reshape(2, 2), weights[6:8].T)
    np.testing.assert_array_equal(found[16:], weights[8])


def changed(graph: Graph, kind: str, **attributes: object) -> Graph:
    """The graph with other attributes in the first operation of that kind."""
    index = next(number for number, node in enumerate(graph.nodes) if node.kind == kind)
    node = graph.nodes[index]
    other = replace(node, attributes={**node.attributes, **attributes})
    return replace(graph, nodes=(*graph.nodes[:index], other, *graph.nodes[index + 1 :]))


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [
        ("Transpose", {"perm": [0, 1, 3, 2]}),
        ("Conv", {"dilations": [2, 2]}),
        ("Conv", {"pads": [0, 0, 0, 0]}),
        ("Conv", {"strides": [1, 1]}),
        ("AveragePool", {"strides": [1, 1]}),
        ("Resize", {"coordinate_transformation_mode": b"align_corners"}),
        ("Resize", {"mode": b"nearest"}),
        ("ReduceMean", {"axes": [1]}),
        ("Pad", {"mode": b"reflect"}),
        ("DepthToSpace", {"mode": b"DCR"}),
        ("Conv", {"kernel_shape": [3]}),
        ("Conv", {"kernel_shape": [3, 3, 3]}),
        ("Conv", {"kernel_shape": None}),
        ("AveragePool", {"kernel_shape": []}),
        ("DepthToSpace", {"blocksize": 0}),
        ("BatchNormalization", {"epsilon": b"x"}),
        ("Concat", {"axis": None}),
    ],
)
def test_what_the_kernels_do_not_do_is_refused(graph: Graph, kind: str, attributes: dict[str, object]) -> None:
    with pytest.raises(UnsupportedError):
        plan(changed(graph, kind, **attributes), (160, 256))


def test_unknown_operations_and_ends_are_refused(graph: Graph) -> None:
    with pytest.raises(UnsupportedError, match="Sing"):
        plan(replace(graph, nodes=(Node("Sing", ("image",), ("song",), {}), *graph.nodes)), (160, 256))
    with pytest.raises(UnsupportedError):
        plan(replace(graph, nodes=graph.nodes[:40]), (160, 256))
    with pytest.raises(UnsupportedError):
        plan(replace(graph, nodes=()), (160, 256))


@pytest.mark.parametrize("factor", [1000.0, 1e9, float("inf"), float("nan")])
def test_nothing_grows_beyond_the_input(graph: Graph, factor: float) -> None:
    constants = {**graph.constants, "huge": np.array([1, 1, factor, factor], np.float32)}
    nodes = tuple(
        replace(node, inputs=(*node.inputs[:2], "huge")) if node.kind == "Resize" else node for node in graph.nodes
    )
    with pytest.raises(UnsupportedError):
        plan(replace(graph, nodes=nodes, constants=constants), (160, 256))


def test_a_constant_of_any_size_is_not_made(graph: Graph) -> None:
    made = Node("ConstantOfShape", ("shape",), ("much",), {"value": np.zeros(1, np.int64)})
    constants = {**graph.constants, "shape": np.array([1_097_347_366_916])}
    with pytest.raises(UnsupportedError, match="1097347366916"):
        plan(replace(graph, nodes=(made, *graph.nodes), constants=constants), (160, 256))


def test_a_network_without_an_input_is_refused(graph: Graph) -> None:
    with pytest.raises(UnsupportedError, match="operands"):
        plan(replace(graph, inputs=()), (160, 256))
