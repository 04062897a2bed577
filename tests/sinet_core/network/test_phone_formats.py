from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sinet_core.errors import DataError
from sinet_core.inference.segmenter import WEIGHTS
from sinet_core.network.build import load_checkpoint
from sinet_core.network.config import TRAINABLE
from sinet_core.network.phone import PhoneNetwork, phone_network
from sinet_core.network.phone_formats import write_phone
from tests.sinet_core.network.networks import lively_checkpoint
from tests.sinet_core.network.pictures import OTHER, SIZE, picture

CLOSE = 1e-3


@pytest.fixture(scope="module")
def network() -> PhoneNetwork:
    return phone_network(load_checkpoint(WEIGHTS / "sinet.pt"))


def expected(network: PhoneNetwork, size: tuple[int, int]) -> np.ndarray:
    with torch.inference_mode():
        return np.asarray(network(torch.from_numpy(picture(size)))[0, 0])


@pytest.mark.parametrize("sizes", [[SIZE], [SIZE, OTHER]], ids=["fixed", "flexible"])
def test_onnx_agrees(network: PhoneNetwork, sizes: list[tuple[int, int]], tmp_path: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    write_phone(network, tmp_path / "a.onnx", "onnx", sizes)
    session = onnxruntime.InferenceSession(tmp_path / "a.onnx", providers=["CPUExecutionProvider"])
    for size in sizes:
        alpha = session.run(None, {"image": picture(size)})[0][0, 0]
        np.testing.assert_allclose(alpha, expected(network, size), atol=CLOSE)
    assert [path.name for path in tmp_path.iterdir()] == ["a.onnx"]


def test_a_wider_network_goes_to_a_phone_too(tmp_path: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    wide = phone_network(lively_checkpoint(**vars(TRAINABLE.widened(1.5))))
    write_phone(wide, tmp_path / "a.onnx", "onnx", [SIZE])
    session = onnxruntime.InferenceSession(tmp_path / "a.onnx", providers=["CPUExecutionProvider"])
    alpha = session.run(None, {"image": picture(SIZE)})[0][0, 0]
    np.testing.assert_allclose(alpha, expected(wide, SIZE), atol=CLOSE)


@pytest.mark.parametrize("sizes", [[SIZE], [SIZE, OTHER]], ids=["fixed", "flexible"])
def test_ncnn_agrees(network: PhoneNetwork, sizes: list[tuple[int, int]], tmp_path: Path) -> None:
    ncnn = pytest.importorskip("ncnn", reason="the extra 'phone' is not installed")
    pytest.importorskip("pnnx", reason="the extra 'phone' is not installed")
    write_phone(network, tmp_path / "a.param", "ncnn", sizes)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bin", "a.param"]
    net = ncnn.Net()
    net.opt.num_threads = 1
    net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = net.opt.use_fp16_packed = False
    assert net.load_param(str(tmp_path / "a.param")) == 0
    assert net.load_model(str(tmp_path / "a.bin")) == 0
    for size in sizes:
        shown = picture(size)[0]
        extractor = net.create_extractor()
        extractor.input("in0", ncnn.Mat(shown))
        _, alpha = extractor.extract("out0")
        np.testing.assert_allclose(np.array(alpha).reshape(size), expected(network, size), atol=CLOSE)


@pytest.mark.slow
def test_core_ml_has_the_inputs_that_are_asked_for(network: PhoneNetwork, tmp_path: Path) -> None:
    """Its runtime is Apple's; here its graph is built, typed and read back."""
    coremltools = pytest.importorskip("coremltools", reason="the extra 'phone' is not installed")
    write_phone(network, tmp_path / "a.mlpackage", "coreml", [SIZE, OTHER])
    spec = coremltools.models.MLModel(str(tmp_path / "a.mlpackage"), skip_model_load=True).get_spec()
    (taken,), (given,) = spec.description.input, spec.description.output
    assert (taken.name, given.name) == ("image", "alpha")
    assert (taken.type.imageType.height, taken.type.imageType.width) == SIZE
    shapes = taken.type.imageType.enumeratedSizes.sizes
    assert {(shape.height, shape.width) for shape in shapes} == {SIZE, OTHER}
    kinds = [op.type for op in spec.mlProgram.functions["main"].block_specializations["CoreML5"].operations]
    assert kinds.count("sigmoid") == 2, "the gate, and the answer"
    assert "softmax" not in kinds


@pytest.mark.slow
@pytest.mark.timeout(1200)  # the converter takes minutes
def test_litert_agrees(network: PhoneNetwork, tmp_path: Path) -> None:
    pytest.importorskip("litert_torch", reason="the extra 'phone' is not installed")
    interpreters = pytest.importorskip("ai_edge_litert.interpreter")
    write_phone(network, tmp_path / "a.tflite", "litert", [SIZE])
    interpreter = interpreters.Interpreter(str(tmp_path / "a.tflite"), num_threads=1)
    interpreter.allocate_tensors()
    taken, given = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    interpreter.set_tensor(taken["index"], picture(SIZE))
    interpreter.invoke()
    alpha = interpreter.get_tensor(given["index"])[0, 0]
    np.testing.assert_allclose(alpha, expected(network, SIZE), atol=CLOSE)


def test_what_cannot_be_written_leaves_nothing(network: PhoneNetwork, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"does not end in \.tflite"):
        write_phone(network, tmp_path / "a.onnx", "litert", [SIZE])
    with pytest.raises(DataError, match="only one size"):
        write_phone(network, tmp_path / "a.tflite", "litert", [SIZE, OTHER])
    (tmp_path / "folder.onnx").mkdir()
    (tmp_path / "folder.onnx" / "mine").touch()
    with pytest.raises(DataError, match="is a folder"):
        write_phone(network, tmp_path / "folder.onnx", "onnx", [SIZE])
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="Cannot write"):
        write_phone(network, tmp_path / "file" / "a.onnx", "onnx", [SIZE])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder.onnx", "mine"]
