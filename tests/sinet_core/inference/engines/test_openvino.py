from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest

from sinet_core.errors import WeightsError
from sinet_core.inference.engines.openvino import open_engine
from sinet_core.inference.segmenter import open_segmenter
from tests.shared import ROOT

PROOF = """
import sys
import numpy as np
from sinet_core.inference.segmenter import open_segmenter
alpha = open_segmenter("openvino").alpha(np.zeros((720, 1280, 3), np.uint8))
assert alpha.shape == (224, 224) and alpha.dtype == np.float32
loaded = {"torch", "onnx", "PySide6"} & set(sys.modules)
assert not loaded, loaded
"""


def test_runs_without_torch() -> None:
    subprocess.run([sys.executable, "-c", PROOF], check=True, cwd=ROOT)


def test_alpha_belongs_to_the_caller() -> None:
    segmenter = open_segmenter("openvino")
    rng = np.random.default_rng(0)
    first = segmenter.alpha(rng.integers(0, 255, (224, 224, 3), np.uint8))
    kept = first.copy()
    segmenter.alpha(np.zeros((224, 224, 3), np.uint8))
    np.testing.assert_array_equal(first, kept)


SILENCE = """
import sys
from pathlib import Path
import numpy as np
from sinet_core.inference.segmenter import open_segmenter
open_segmenter("openvino").alpha(np.zeros((48, 64, 3), np.uint8))
talkers = [name for name in sys.modules if name.startswith("openvino_telemetry.")]
assert not talkers, talkers
assert not list(Path.home().iterdir()), list(Path.home().iterdir())
"""


def test_its_import_is_not_reported_to_anybody(tmp_path: Path) -> None:
    """OpenVINO's import would leave an id in the home folder and fork a process that reports to a web service."""
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", SILENCE], check=True, env={**os.environ, **home}, timeout=60)


@pytest.mark.parametrize("content", [b"", b"no protobuf at all", b"\x08\x08\x12\x04cut"])
def test_damaged_file_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"broken\.onnx") as caught:
        open_segmenter("openvino", path)
    assert caught.value.hint


def test_other_network_is_one_clear_error(tmp_path: Path) -> None:
    value = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1])
    out = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [1])
    graph = onnx.helper.make_graph([onnx.helper.make_node("Relu", ["x"], ["y"])], "g", [value], [out])
    opset = [onnx.helper.make_opsetid("", 17)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=8), str(tmp_path / "other.onnx"))
    with pytest.raises(WeightsError, match="other than SINet"):
        open_segmenter("openvino", tmp_path / "other.onnx")


@pytest.mark.parametrize("size", [(100, 224), (0, 0), (224, 230)])
def test_refuses_sizes_that_do_not_fit(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="multiples of 32"):
        open_segmenter("openvino", size=size)


def test_refuses_unknown_engines() -> None:
    with pytest.raises(ValueError, match="openvino, opencv, torch"):
        open_segmenter("warp drive")


def test_the_cache_changes_nothing_and_may_be_damaged(tmp_path: Path) -> None:
    image = np.random.default_rng(3).integers(0, 255, (96, 160, 3), dtype=np.uint8)
    plain = open_engine(None, (96, 160), 1).alpha(image)
    for _ in range(2):
        np.testing.assert_array_equal(open_engine(None, (96, 160), 1, tmp_path).alpha(image), plain)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(b"nothing")
    np.testing.assert_array_equal(open_engine(None, (96, 160), 1, tmp_path).alpha(image), plain)
    (tmp_path / "file").write_bytes(b"")
    np.testing.assert_array_equal(open_engine(None, (96, 160), 1, tmp_path / "file").alpha(image), plain)


def test_a_cached_network_shows_its_gate_too(tmp_path: Path) -> None:
    image = np.random.default_rng(3).integers(0, 255, (96, 160, 3), dtype=np.uint8)
    first, second = (open_engine(None, (96, 160), 1, tmp_path).explain(image) for _ in range(2))
    assert first.margin is not None
    assert second.margin is not None
    np.testing.assert_array_equal(first.margin, second.margin)


def test_other_weights_do_not_get_this_ones_network(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    open_engine(None, (96, 160), 1, cache)
    other = tmp_path / "other.onnx"
    other.write_bytes(b"no protobuf at all")
    with pytest.raises(WeightsError):
        open_engine(other, (96, 160), 1, cache)
