"""The fastest engine: our own C kernels, if they were compiled. One thread, no further packages."""
from __future__ import annotations

from pathlib import Path

import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.errors import WeightsError
from sinet_core.inference.engines.weights_file import onnx_content, sinet_graph
from sinet_core.inference.explain import Explained
from sinet_core.inference.graph.draft import UnsupportedError
from sinet_core.inference.graph.executor import NativeNetwork
from sinet_core.inference.graph.plan import plan
from sinet_core.inference.preprocess import resize_for_network
from sinet_core.kernels.door import native_variant
from sinet_core.kernels.native.library import Variant


class NativeSegmenter:
    """SINet on the compiled kernels. For one thread; one inference at a time.

    Attributes:
        name: "native".
        size: (height, width) of the input.
    """

    name = "native"

    def __init__(self, content: bytes, file: str, size: tuple[int, int], compiled: Variant) -> None:
        """content: of an ONNX file written by our export. file: its name, for errors.

        Raises:
            WeightsError: the file is damaged, or holds another network.
            UnsupportedError: the network has an operation without a kernel.
        """
        self.size = size
        self._network = NativeNetwork(plan(sinet_graph(file, content), size), compiled)

    def alpha(self, image: Image) -> Alpha:
        """HxWx3 uint8 BGR -> float32 of self.size, the probability of "person"; a new array."""
        return self._network.run(np.ascontiguousarray(resize_for_network(image, self.size)))

    def explain(self, image: Image) -> Explained:
        """See sinet_core.inference.explain.Explainable."""
        alpha, margin = self.alpha(image), self._network.margin()
        return Explained(alpha, None if margin is None else -margin)


def open_engine(
    weights: Path | None,
    size: tuple[int, int],
    threads: int,  # noqa: ARG001 - see below
    cache: Path | None = None,  # noqa: ARG001
) -> NativeSegmenter:
    """See sinet_core.inference.segmenter.open_segmenter. Runs on one thread and keeps no cache."""
    compiled = native_variant()
    if compiled is None:
        hint = "Reinstall Backdrop with a C compiler present, or use the openvino engine."
        raise WeightsError("The engine 'native' was not compiled when Backdrop was installed", hint)
    try:
        return open_native(weights, size, compiled)
    except UnsupportedError as error:
        problem = f"The engine 'native' cannot run this network: {error}"
        raise WeightsError(problem, "Use the openvino engine.") from error


def open_native(weights: Path | None, size: tuple[int, int], compiled: Variant) -> NativeSegmenter:
    """Raises UnsupportedError, or WeightsError if the file is damaged or holds another network."""
    file, content = onnx_content(weights)
    return NativeSegmenter(content, file, size, compiled)
