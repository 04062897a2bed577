from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from sinet_core.inference.graph.onnx_file import read_graph
from sinet_core.inference.segmenter import WEIGHTS

SHIPPED = WEIGHTS / "sinet.onnx"


def test_reads_what_the_package_onnx_reads() -> None:
    expected = onnx.load(SHIPPED)
    graph = read_graph(SHIPPED.read_bytes())
    assert (graph.inputs, graph.outputs) == (("image",), ("alpha",))
    assert graph.metadata == {entry.key: entry.value for entry in expected.metadata_props}
    for tensor in expected.graph.initializer:
        np.testing.assert_array_equal(graph.constants[tensor.name], numpy_helper.to_array(tensor))
    assert len(graph.nodes) == len(expected.graph.node)
    for node, other in zip(graph.nodes, expected.graph.node, strict=True):
        assert (node.kind, node.inputs, node.outputs) == (other.op_type, tuple(other.input), tuple(other.output))
        for attribute in other.attribute:
            value = helper.get_attribute_value(attribute)
            found = node.attributes[attribute.name]
            if isinstance(value, TensorProto):
                np.testing.assert_array_equal(found, numpy_helper.to_array(value))
            else:
                np.testing.assert_array_equal(found, value)


def test_reads_numbers_however_they_are_stored() -> None:
    tensors = [
        helper.make_tensor("floats", TensorProto.FLOAT, (2, 1), [1.5, -2.0]),
        helper.make_tensor("integers", TensorProto.INT64, (3,), [-1, 0, 1 << 40]),
        numpy_helper.from_array(np.array([-7, 7], np.int32), "raw"),
    ]
    nodes = [helper.make_node("Thing", ["floats"], ["out"], whole=-3, part=0.5, text="word", several=[1, -2])]
    model = helper.make_model(helper.make_graph(nodes, "g", [], [helper.make_empty_tensor_value_info("out")], tensors))
    graph = read_graph(model.SerializeToString())
    np.testing.assert_array_equal(graph.constants["floats"], [[1.5], [-2.0]])
    np.testing.assert_array_equal(graph.constants["integers"], [-1, 0, 1 << 40])
    np.testing.assert_array_equal(graph.constants["raw"], [-7, 7])
    assert graph.nodes[0].attributes == {"whole": -3, "part": 0.5, "text": b"word", "several": [1, -2]}


DAMAGED = (b"", b"no protobuf at all", b"\x08\x08\x12\x04cut", bytes(range(256)), b"\xff" * 20)


@pytest.mark.parametrize("content", DAMAGED)
def test_damage_is_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        read_graph(content)


def test_every_truncation_is_reported() -> None:
    whole = SHIPPED.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.999):
        with pytest.raises(ValueError, match="damaged"):
            read_graph(whole[: int(len(whole) * share)])
