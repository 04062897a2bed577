"""A frame on its coarse grid, and what changed since another one (src/motion_gate-inl.h)."""
from __future__ import annotations

import numpy as np

from sinet_core.arrays import Image, check_image
from sinet_core.grid import step_of
from sinet_core.kernels.interface import Watched
from sinet_core.kernels.native.fallback import reference
from sinet_core.kernels.native.library import Variant, address_of
from sinet_core.kernels.native.structs import Watching
from sinet_core.kernels.parameters import GATE, numbers_of

NUMBERS = 8


def watch(kernels: Variant, frame: Image, looked: Image | None) -> Watched:
    """See sinet_core.kernels.interface.FrameKernels. Views are copied first."""
    check_image(frame, "frame")
    height, width, _ = frame.shape
    step = step_of((height, width))
    if step > min(height, width):
        return reference().watch(frame, looked)
    picture, numbers = np.empty((height // step, width // step, 3), np.uint8), np.empty(NUMBERS, np.float32)
    if looked is not None:
        check_image(looked, "looked")
        if looked.shape != picture.shape:
            raise ValueError(f"a frame of {(height, width)} has cells of {picture.shape}, not {looked.shape}")
        looked = np.ascontiguousarray(looked)
    frame = np.ascontiguousarray(frame)
    task = Watching(
        frame=address_of(frame, np.uint8), looked=address_of(looked, np.uint8), picture=address_of(picture, np.uint8),
        numbers=address_of(numbers, np.float32), height=height, width=width, step=step,
        rows=picture.shape[0], columns=picture.shape[1], **numbers_of(GATE),
    )  # fmt: skip
    kernels.call("watch", task)
    return Watched(picture, None if looked is None else numbers)
