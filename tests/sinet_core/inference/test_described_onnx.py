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
    """NHWC in, one channel out: the first channel, as it comes."""
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
