"""The reference engine: PyTorch, as slow as it is sure. Needs the extra "train"."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from sinet_core.network.build import Checkpoint, build_network, load_checkpoint
from sinet_core.segmenter import Alpha


class TorchSegmenter:
    """SINet in eager PyTorch.

    Attributes:
        name: "torch".
        size: (height, width) of the input, multiples of 32.
    """

    name = "torch"

    def __init__(self, weights: Path | Checkpoint, size: tuple[int, int] = (224, 224), threads: int = 1) -> None:
        """Raises sinet_core.errors.WeightsError when weights are missing, damaged or of another network."""
        checkpoint = load_checkpoint(weights) if isinstance(weights, Path) else weights
        self.size = size
        self._threads = threads
        self._network = build_network(checkpoint)
        self._mean = np.float32(checkpoint.mean)
        self._std = np.float32(checkpoint.std)

    def alpha(self, image: NDArray[np.uint8]) -> Alpha:
        """HxWx3 uint8 BGR -> float32 of self.size, the probability of "person"."""
        height, width = self.size
        small = cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)
        x = torch.from_numpy(((small - self._mean) / self._std).transpose(2, 0, 1)[None].astype(np.float32))
        before = torch.get_num_threads()
        torch.set_num_threads(self._threads or before)
        try:
            with torch.inference_mode():
                logits = self._network(x)[0]
                return torch.sigmoid(logits[1] - logits[0]).numpy()  # type: ignore[no-any-return]
        finally:
            torch.set_num_threads(before)
