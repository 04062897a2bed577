from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sinet_core.errors import WeightsError
from sinet_core.inference.engines.opencv import open_engine
from sinet_core.inference.segmenter import WEIGHTS, open_segmenter


def picture() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (180, 320, 3), dtype=np.uint8)


def test_it_is_chosen_by_name() -> None:
    segmenter = open_segmenter("opencv", size=(96, 128))
    assert (segmenter.name, segmenter.size) == ("opencv", (96, 128))
    alpha = segmenter.alpha(picture())
    assert alpha.shape == (96, 128)
    assert alpha.dtype == np.float32


def test_an_alpha_is_the_callers_own() -> None:
    segmenter = open_engine(None, (96, 128), 1)
    first = segmenter.alpha(picture())
    before = first.copy()
    segmenter.alpha(255 - picture())
    np.testing.assert_array_equal(first, before)


def test_it_explains_without_the_gate() -> None:
    segmenter = open_engine(None, (96, 128), 1)
    explained = segmenter.explain(picture())
    assert explained.margin is None
    np.testing.assert_array_equal(explained.alpha, segmenter.alpha(picture()))


def test_a_checkpoint_is_converted() -> None:
    exported, checkpoint = (open_engine(path, (96, 128), 1) for path in (None, WEIGHTS / "sinet.pt"))
    np.testing.assert_allclose(checkpoint.alpha(picture()), exported.alpha(picture()), atol=1e-4)


@pytest.mark.parametrize(("name", "content", "complaint"), [
    ("a.onnx", b"no network", "damaged"),
    ("a.onnx", (WEIGHTS / "sinet.onnx").read_bytes()[:5000], "damaged"),
    ("a.tflite", b"whatever", "not an ONNX file"),
])
def test_a_foreign_network_is_refused(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WeightsError, match=complaint):
        open_engine(tmp_path / name, (96, 128), 1)
