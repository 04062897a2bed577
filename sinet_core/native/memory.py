"""Memory for kernels: scratch, and results in memory of earlier ones that nobody holds any more.

The system hands out new memory page by page and clears each one, which for a picture takes longer than filling it.
"""
from __future__ import annotations

import sys
import threading
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.float32, np.uint8)

LINE_BYTES, FLOAT_BYTES = 64, 4  # of the cache
LINE_FLOATS = LINE_BYTES // FLOAT_BYTES
LEAST_BYTES = 1 << 16  # less is not asked of the system each time anyway
MOST_BLOCKS = 8  # that a thread keeps
UNUSED = 3  # references to a block: the list's, the loop's, the question's own


class _Kept(threading.local):
    """What a thread keeps: scratch, and blocks that results are in."""

    def __init__(self) -> None:
        self.scratch = np.empty(0, np.float32)
        self.blocks: list[NDArray[Any]] = []


_kept = _Kept()


def scratch_of(*floats: int) -> list[int]:
    """Addresses of pieces of this thread's scratch memory; anything may be in it. It is one kernel's for one call.

    Args:
        floats: that each piece has room for; every piece begins with a cache line.
    """
    starts = [0]
    for count in floats:
        starts.append(starts[-1] + -(-count // LINE_FLOATS) * LINE_FLOATS)
    if _kept.scratch.size < starts[-1] + LINE_FLOATS:
        _kept.scratch = np.empty(starts[-1] + LINE_FLOATS, np.float32)
    first = -(-_kept.scratch.ctypes.data // LINE_BYTES) * LINE_BYTES
    return [first + FLOAT_BYTES * start for start in starts[:-1]]


def new_array(shape: tuple[int, ...], dtype: type[Number]) -> NDArray[Number]:
    """As np.empty. The memory may be that of an earlier one, once neither it nor a view of it is left."""
    size = prod(shape) * np.dtype(dtype).itemsize
    if size < LEAST_BYTES:
        return np.empty(shape, dtype)
    blocks = _kept.blocks
    for block in blocks:
        if block.size == size and sys.getrefcount(block) == UNUSED:
            return np.ndarray(shape, dtype, block)
    blocks.append(np.empty(size, np.uint8))
    del blocks[:-MOST_BLOCKS]
    return np.ndarray(shape, dtype, blocks[-1])
