"""Five ways to the same alpha: the network as defined, folded, in OpenVINO, in OpenCV, and in the compiled kernels."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from sinet_core.arrays import Image
from sinet_core.errors import WeightsError
from sinet_core.inference.engines import opencv
from sinet_core.inference.engines.auto import fallback
from sinet_core.inference.engines.native import open_native
from sinet_core.inference.engines.openvino import OpenVinoSegmenter, open_engine
from sinet_core.inference.engines.torch import TorchSegmenter
from sinet_core.inference.explain import Explainable
from sinet_core.inference.preprocess import resize_for_network
from sinet_core.inference.segmenter import WEIGHTS, Alpha, open_segmenter
from sinet_core.kernels.native.library import variants
from sinet_core.network.build import build_network, load_checkpoint, save_checkpoint
from sinet_core.network.export import export_onnx
from sinet_core.network.fuse import fuse
from tests.shared import EG1800, PUBLISHED, ROOT, needs_shared
from tests.sinet_core.network.networks import lively_checkpoint

CLOSE = 1e-3
EQUAL = 1e-4  # for the same graph in two runtimes


def demo_frame() -> Image:
    capture = cv2.VideoCapture(str(ROOT / "assets" / "demo" / "demo.mp4"))
    ok, frame = capture.read()
    capture.release()
    assert ok
    return np.asarray(frame, np.uint8)


def network_input(image: Image, size: tuple[int, int], mean: Sequence[float], std: Sequence[float]) -> torch.Tensor:
    """(1, 3, height, width): shrunk and normalised as in the exported graph."""
    shrunk = resize_for_network(image, size).astype(np.float32)
    scaled = (shrunk - np.asarray(mean, np.float32)) / np.asarray(std, np.float32)
    return torch.from_numpy(np.ascontiguousarray(scaled.transpose(2, 0, 1)[None]))


def fused_alpha(weights: Path, image: Image, size: tuple[int, int]) -> Alpha:
    checkpoint = load_checkpoint(weights)
    network = fuse(build_network(checkpoint))
    with torch.inference_mode():
        logits = network(network_input(image, size, checkpoint.mean, checkpoint.std))[0]
        return np.asarray(torch.sigmoid(logits[1] - logits[0]).numpy())


def assert_agree(weights: Path, image: Image, size: tuple[int, int]) -> None:
    plain = TorchSegmenter(weights, size).alpha(image)
    assert plain.shape == size
    assert plain.max() - plain.min() > 0.1, "an alpha that says nothing proves nothing"
    np.testing.assert_allclose(fused_alpha(weights, image, size), plain, atol=CLOSE)
    exported = open_engine(weights, size, 1).alpha(image)
    assert_close_inside(exported, plain)
    np.testing.assert_allclose(opencv.open_engine(weights, size, 1).alpha(image), exported, atol=EQUAL)
    for variant in variants() if load_checkpoint(weights).config.align_corners is False else []:
        np.testing.assert_allclose(open_native(weights, size, variant).alpha(image), exported, atol=EQUAL)


def assert_close_inside(exported: Alpha, expected: Alpha) -> None:
    """The outermost pixels of a merged network see the image extended instead of zeros; see decision 16."""
    assert exported.shape == expected.shape
    np.testing.assert_allclose(exported[1:-1, 1:-1], expected[1:-1, 1:-1], atol=CLOSE)


@pytest.mark.parametrize("size", [(224, 224), (160, 256), (128, 224)])
def test_shipped_weights_agree_in_all_engines(size: tuple[int, int]) -> None:
    image = demo_frame()
    assert_agree(WEIGHTS / "sinet.pt", image, size)
    shipped = open_engine(None, size, 1).alpha(image)
    assert_close_inside(shipped, TorchSegmenter(WEIGHTS / "sinet.pt", size).alpha(image))


@pytest.mark.parametrize("gate", ["block", "reverse", "removed", "attention"])
def test_every_gate_agrees(tmp_path: Path, gate: str) -> None:
    checkpoint = lively_checkpoint(gate=gate)
    save_checkpoint(checkpoint, tmp_path / "lively.pt")
    assert_agree(tmp_path / "lively.pt", demo_frame(), (96, 128))
    export_onnx(checkpoint, tmp_path / "lively.onnx")
    exported = OpenVinoSegmenter(tmp_path / "lively.onnx", (96, 128), 1).alpha(demo_frame())
    expected = TorchSegmenter(checkpoint, (96, 128)).alpha(demo_frame())
    assert_close_inside(exported, expected)


@pytest.mark.parametrize("size", [(96, 128), (32, 32), (160, 96), (224, 224)])
def test_the_kernels_agree_with_a_network_whose_every_number_matters(tmp_path: Path, size: tuple[int, int]) -> None:
    export_onnx(lively_checkpoint(align_corners=False), tmp_path / "lively.onnx")
    expected = open_engine(tmp_path / "lively.onnx", size, 1).explain(demo_frame())
    assert expected.margin is not None
    for variant in variants():
        found = open_native(tmp_path / "lively.onnx", size, variant).explain(demo_frame())
        np.testing.assert_allclose(found.alpha, expected.alpha, atol=EQUAL)
        assert found.margin is not None
        np.testing.assert_allclose(found.margin, expected.margin, rtol=1e-3, atol=1e-3)


@pytest.mark.skipif(not variants(), reason="the kernels were not compiled")
@pytest.mark.parametrize("gate", ["reverse", "removed", "attention"])
def test_the_fallback_runs_what_the_kernels_cannot(tmp_path: Path, gate: str) -> None:
    export_onnx(lively_checkpoint(gate=gate, align_corners=False), tmp_path / "lively.onnx")
    assert open_segmenter("auto", tmp_path / "lively.onnx", size=(96, 128)).name == fallback()
    with pytest.raises(WeightsError, match="native"):
        open_segmenter("native", tmp_path / "lively.onnx", size=(96, 128))


@needs_shared
def test_published_weights_agree_on_portraits() -> None:
    for name in (EG1800 / "test.txt").read_text().split()[:3]:
        image = np.asarray(cv2.imread(str(EG1800 / "images" / f"{name}.jpg")), np.uint8)
        assert_agree(PUBLISHED, image, (224, 224))


@pytest.mark.parametrize("engine", ["openvino", "auto"])
def test_all_engines_explain_alike(engine: str) -> None:
    """The app's X-ray shows the gate's input in the network as defined."""
    image = demo_frame()
    reference = TorchSegmenter(WEIGHTS / "sinet.pt").explain(image)
    segmenter = open_segmenter(engine)
    assert isinstance(segmenter, Explainable)
    explained = segmenter.explain(image)
    assert explained.margin is not None
    assert reference.margin is not None
    assert explained.margin.shape == (56, 56)
    assert reference.margin.max() > 1
    np.testing.assert_allclose(explained.margin, reference.margin, atol=1e-2)
    np.testing.assert_array_equal(explained.alpha, segmenter.alpha(image))


@pytest.mark.parametrize("gate", ["reverse", "removed", "attention"])
def test_a_decoder_without_information_blocking_has_no_xray(tmp_path: Path, gate: str) -> None:
    export_onnx(lively_checkpoint(gate=gate), tmp_path / "lively.onnx")
    explained = open_engine(tmp_path / "lively.onnx", (224, 224), 1).explain(demo_frame())
    assert explained.margin is None
    assert explained.alpha.shape == (224, 224)
