"""The reference engine: PyTorch, slow but authoritative. Needs the extra "train"."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from sinet_core.inference.explain import Explained
from sinet_core.inference.preprocess import resize_for_network
from sinet_core.inference.segmenter import WEIGHTS, Alpha
from sinet_core.network.build import Checkpoint, build_network, load_checkpoint


class TorchSegmenter:
    """SINet in eager PyTorch.

    Attributes:
        name: "torch".
        size: (height, width) of the input, multiples of 32.
    """

    name = "torch"

    def __init__(self, weights: Path | Checkpoint, size: tuple[int, int] = (224, 224), threads: int = 1) -> None:
        """Raises sinet_core.errors.WeightsError if weights are missing, damaged or hold another network."""
        checkpoint = load_checkpoint(weights) if isinstance(weights, Path) else weights
        self.size = size
        self._threads = threads
        self._network = build_network(checkpoint)
        self._mean = np.asarray(checkpoint.mean, np.float32)
        self._std = np.asarray(checkpoint.std, np.float32)

    def alpha(self, image: NDArray[np.uint8]) -> Alpha:
        """HxWx3 uint8 BGR -> float32 of self.size, the probability of "person"."""
        return self._answer(image)[0]

    def explain(self, image: NDArray[np.uint8]) -> Explained:
        """See sinet_core.inference.explain.Explainable."""
        alpha, low = self._answer(image)
        return Explained(alpha, low[1] - low[0])

    def _answer(self, image: NDArray[np.uint8]) -> tuple[Alpha, NDArray[np.float32]]:
        """The alpha, and the low-resolution logits 2xhxw from which the decoder's gate is computed."""
        small = resize_for_network(image, self.size)
        x = torch.from_numpy(((small - self._mean) / self._std).transpose(2, 0, 1)[None].astype(np.float32))
        before = torch.get_num_threads()
        torch.set_num_threads(self._threads or before)
        try:
            with torch.inference_mode():
                features = self._network.encoder(x)
                logits = self._network.decoder(features)[0]
                low = self._network.decoder.low(features)[0]
                return torch.sigmoid(logits[1] - logits[0]).numpy(), low.numpy()
        finally:
            torch.set_num_threads(before)


def open_engine(
    weights: Path | None, size: tuple[int, int], threads: int, cache: Path | None = None  # noqa: ARG001
) -> TorchSegmenter:
    """See sinet_core.inference.segmenter.open_segmenter."""
    return TorchSegmenter(weights or WEIGHTS / "sinet.pt", size, threads)
