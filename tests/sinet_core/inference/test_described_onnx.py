from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from sinet_core.errors import WeightsError
from sinet_core.inference.described_onnx import DescribedOnnx


def write_red_detector(path: Path) -> None:
    """NHWC in, one channel out: the first channel, unchanged."""
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 32, 64, 3])]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 32, 64, 1])]
    index = helper.make_tensor("i", TensorProto.INT64, [1], [0])
    graph = helper.make_graph([helper.make_node("Gather", ["x", "i"], ["y"], axis=3)], "g", inputs, outputs, [index])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))


def test_description_beside_the_file_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "red.onnx"
    write_red_detector(path)
    path.with_suffix(".json").write_text(json.dumps({"size": [32, 64], "layout": "NHWC", "color": "RGB"}))
    image = np.zeros((64, 128, 3), np.uint8)
    image[:, 64:, 2] = 255
    alpha = DescribedOnnx(path).alpha(image)
    assert alpha.shape == (32, 64)
    assert alpha[:, :30].max() == 0
    assert alpha[:, 34:].min() == 1


def test_without_a_description_the_error_says_how(tmp_path: Path) -> None:
    write_red_detector(tmp_path / "red.onnx")
    with pytest.raises(WeightsError, match="no description") as caught:
        DescribedOnnx(tmp_path / "red.onnx")
    assert "red.json" in caught.value.hint


@pytest.mark.parametrize("text", ["{", '{"colour": 1}'])
def test_a_wrong_description_is_one_clear_error(tmp_path: Path, text: str) -> None:
    write_red_detector(tmp_path / "red.onnx")
    (tmp_path / "red.json").write_text(text)
    with pytest.raises(WeightsError):
        DescribedOnnx(tmp_path / "red.onnx")


def write_memory_detector(path: Path) -> None:
    """Any size in, NHWC; the answer is the second output: the first channel plus the mean of the recurrent input."""
    def value(name: str, shape: list[object]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    index = helper.make_tensor("i", TensorProto.INT64, [1], [0])
    nodes = [
        helper.make_node("Gather", ["src", "i"], ["red"], axis=3),
        helper.make_node("ReduceMean", ["r1"], ["memory"], keepdims=1),
        helper.make_node("Identity", ["src"], ["colors"]),
        helper.make_node("Add", ["red", "memory"], ["alpha"]),
    ]
    inputs = [value("r1", [1, "a", "b", 3]), value("src", [1, "h", "w", 3])]
    outputs = [value("colors", [1, "h", "w", 3]), value("alpha", [1, "h", "w", 1])]
    graph = helper.make_graph(nodes, "g", inputs, outputs, [index])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))


def test_a_recurrent_network_of_any_size_sees_each_picture_afresh_in_its_own_shape(tmp_path: Path) -> None:
    path = tmp_path / "memory.onnx"
    write_memory_detector(path)
    path.with_suffix(".json").write_text(json.dumps({
        "size": [128, 128], "layout": "NHWC", "keep_shape": True, "multiple": 16, "input": "src", "result": "alpha",
        "states": {"r1": [2, 3]},
    }))
    network = DescribedOnnx(path)
    image = np.zeros((180, 320, 3), np.uint8)
    image[:, 160:, 2] = 255
    for _ in range(2):
        alpha = network.alpha(image)
        assert alpha.shape == (80, 128)  # 72 is halfway between two multiples
        assert alpha[:, :60].max() == 0
        assert alpha[:, 68:].min() == 1
    assert network.alpha(np.ascontiguousarray(image.transpose(1, 0, 2))).shape == (128, 80)
