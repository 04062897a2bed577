from __future__ import annotations

import numpy as np
import pytest

from sinet_core.errors import WeightsError
from sinet_core.inference.engines.native import open_engine
from sinet_core.inference.graph.executor import NativeNetwork
from sinet_core.inference.graph.onnx_file import read_graph
from sinet_core.inference.graph.plan import plan
from sinet_core.inference.looks import LOOKS
from sinet_core.inference.segmenter import WEIGHTS
from sinet_core.kernels.native.library import Variant, address_of, variants

pytestmark = pytest.mark.skipif(not variants(), reason="the kernels were not compiled")
GRAPH = read_graph((WEIGHTS / "sinet.onnx").read_bytes())
ALL_SIZES = sorted({look.size for kind in LOOKS.values() for looks in kind.values() for look in looks})


def noise(size: tuple[int, int], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), dtype=np.uint8)


@pytest.mark.parametrize("size", ALL_SIZES)
def test_variants_agree_at_every_size_of_the_app(size: tuple[int, int]) -> None:
    picture = noise(size)
    answers = [NativeNetwork(plan(GRAPH, size), variant).run(picture) for variant in variants()]
    for answer in answers:
        assert answer.shape == size
        np.testing.assert_allclose(answer, answers[0], atol=1e-5)


@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_no_answer_depends_on_the_picture_before(variant: Variant) -> None:
    """Memory is shared between layers and between images."""
    network = NativeNetwork(plan(GRAPH, (96, 160)), variant)
    first = network.run(noise((96, 160)))
    kept = first.copy()
    network.run(np.zeros((96, 160, 3), np.uint8))
    np.testing.assert_array_equal(network.run(noise((96, 160))), kept)
    np.testing.assert_array_equal(first, kept)


def test_a_picture_of_another_size_is_refused() -> None:
    network = NativeNetwork(plan(GRAPH, (96, 160)), variants()[0])
    with pytest.raises(ValueError, match="96x160"):
        network.run(noise((160, 96)))


def test_addresses_are_of_arrays_that_a_kernel_can_read() -> None:
    with pytest.raises(ValueError, match="contiguous"):
        address_of(np.zeros((4, 4), np.float32)[:, ::2], np.float32)
    with pytest.raises(ValueError, match="float32"):
        address_of(np.zeros(4), np.float32)
    assert address_of(None, np.float32) is None


def test_without_kernels_the_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinet_core.inference.engines.native.native_variant", lambda: None)
    with pytest.raises(WeightsError, match="not compiled"):
        open_engine(None, (96, 160), 1)
