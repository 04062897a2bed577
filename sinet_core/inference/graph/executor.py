"""SINet on the compiled kernels: layers with their places in memory, and the call that runs them all."""
from __future__ import annotations

import ctypes

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image
from sinet_core.inference.graph.features import PANEL, arrange
from sinet_core.inference.graph.layers import Weights, as_struct
from sinet_core.inference.graph.plan import Plan
from sinet_core.kernels.native import structs
from sinet_core.kernels.native.library import Variant, address_of, aligned

FLOAT = 4  # bytes
MARGIN = 4 * PANEL  # floats that a kernel may write beyond the last feature


class NativeNetwork:
    """A plan, ready to run. One inference at a time.

    Attributes:
        size: (height, width) of the input.
    """

    def __init__(self, plan: Plan, kernels: Variant) -> None:
        self.size = plan.size
        memories = {id(f.memory): f.memory for layer in plan.layers for f in layer.features() if f.memory.floats}
        # Zeros, since the gaps between planes take part in the arithmetic and must not be NaN.
        self._arena = aligned_zeros(arrange(list(memories.values())) + MARGIN)
        self._planes = np.empty((3, *plan.size), np.uint8)
        self._plan, self._kernels = plan, kernels
        given = [as_struct(layer, self._arena) for layer in plan.layers]
        self._layers = (structs.Layer * len(given))(*given)
        self._task = structs.Inference(
            layers=ctypes.addressof(self._layers), image=address_of(self._planes, np.uint8), count=len(given)
        )
        self._scratch = aligned_zeros(-(-kernels.scratch_bytes("infer", self._task) // FLOAT))
        self._task.scratch = address_of(self._scratch, np.float32)

    def run(self, image: Image) -> Alpha:
        """Height x width x 3 uint8 BGR of the network's size -> float32 of that size, the probability of "person"."""
        if image.shape != (*self.size, 3):
            raise ValueError(f"image must be {self.size[0]}x{self.size[1]}x3, got {image.shape}")
        alpha = np.empty(self.size, np.float32)
        cv2.split(image, list(self._planes))
        self._task.alpha = address_of(alpha, np.float32)
        self._kernels.run("infer", self._task)
        return alpha

    def margin(self) -> NDArray[np.float32] | None:
        """The gate's input for the last image, background - person, at a quarter of the size; a copy."""
        feature = self._plan.margin
        if feature is None:
            return None
        start = feature.memory.offset + feature.start
        pixels = self._arena[start : start + feature.height * feature.width]
        return pixels.reshape(feature.height, feature.width).copy()


def aligned_zeros(floats: int) -> Weights:
    """Zeros, aligned to a cache line."""
    block = aligned(FLOAT * floats)
    block[:] = 0
    return block.view(np.float32)
