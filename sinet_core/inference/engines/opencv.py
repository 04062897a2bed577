"""OpenCV's own network engine: slower than the others, but always available, since Backdrop needs OpenCV anyway."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.errors import WeightsFileError
from sinet_core.inference.engines.weights_file import HINT, onnx_content, sinet_graph
from sinet_core.inference.explain import Explained
from sinet_core.inference.preprocess import resize_for_network
from sinet_core.inference.segmenter import Alpha


class OpenCvSegmenter:
    """SINet in cv2.dnn. For one thread; one inference at a time.

    Attributes:
        name: "opencv".
        size: (height, width) of the input.
    """

    name = "opencv"

    def __init__(self, content: bytes, file: str, size: tuple[int, int]) -> None:
        """content: of an ONNX file written by our export. file: its name, for errors.

        Raises:
            WeightsError: the file is damaged, holds another network, or OpenCV cannot run it.
        """
        self.size = size
        sinet_graph(file, content)
        self._input = np.zeros((1, *size, 3), np.uint8)
        try:
            self._network = cv2.dnn.readNetFromONNX(np.frombuffer(content, np.uint8))
            self._run()
        except cv2.error as error:
            raise WeightsFileError(f"OpenCV cannot run '{file}'", HINT) from error

    def alpha(self, image: NDArray[np.uint8]) -> Alpha:
        """HxWx3 uint8 BGR -> float32 of self.size, the probability of "person"; a copy that the caller owns."""
        self._input[0] = resize_for_network(image, self.size)
        return self._run()

    def explain(self, image: NDArray[np.uint8]) -> Explained:
        """See sinet_core.inference.explain.Explainable. OpenCV does not expose the gate's input."""
        return Explained(self.alpha(image), None)

    def _run(self) -> Alpha:
        self._network.setInput(self._input)
        return np.array(self._network.forward(), np.float32).reshape(self.size)


def open_engine(
    weights: Path | None,
    size: tuple[int, int],
    threads: int,  # noqa: ARG001 - OpenCV has one number of threads for all that it does
    cache: Path | None = None,  # noqa: ARG001
) -> OpenCvSegmenter:
    """See sinet_core.inference.segmenter.open_segmenter. A PyTorch checkpoint is converted if torch is installed."""
    file, content = onnx_content(weights)
    return OpenCvSegmenter(content, file, size)
