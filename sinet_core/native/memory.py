"""Memory for kernels: that of earlier arrays which nobody holds any more.

The system hands out new memory page by page and clears each one, which for a picture takes longer than filling it.
"""
from __future__ import annotations

import sys
from collections import deque
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sinet_core.native.compiled import address_of

Number = TypeVar("Number", np.float32, np.uint8)

LINE_BYTES, FLOAT_BYTES = 64, 4  # of the cache
LINE_FLOATS = LINE_BYTES // FLOAT_BYTES
LEAST_BYTES = 1 << 16  # less is not asked of the system each time anyway
MOST_BLOCKS = 16  # that are remembered
UNUSED = 2  # references to a block: the variable's and the question's own

# Who looks at a block takes it out meanwhile, so two threads never see the same one: both ends of a deque are atomic.
_blocks: deque[NDArray[Any]] = deque(maxlen=MOST_BLOCKS)


def new_array(shape: tuple[int, ...], dtype: type[Number]) -> NDArray[Number]:
    """As np.empty. The memory may be that of an earlier one, once neither it nor a view of it is left."""
    size = prod(shape) * np.dtype(dtype).itemsize
    if size < LEAST_BYTES:
        return np.empty(shape, dtype)
    for _ in range(len(_blocks)):
        try:
            block = _blocks.popleft()
        except IndexError:  # other threads have the rest
            break
        array = None
        if block.size == size and sys.getrefcount(block) == UNUSED:
            array = np.ndarray(shape, dtype, block)
        _blocks.append(block)
        if array is not None:
            return array
    block = np.empty(size, np.uint8)
    array = np.ndarray(shape, dtype, block)
    _blocks.append(block)
    return array


def scratch_of(*floats: int) -> tuple[NDArray[np.float32], list[int]]:
    """Scratch memory; anything may be in it.

    Args:
        floats: that each piece has room for.

    Returns:
        (to be held while the pieces are in use; the pieces' addresses, each the beginning of a cache line).
    """
    starts = [0]
    for count in floats:
        starts.append(starts[-1] + -(-count // LINE_FLOATS) * LINE_FLOATS)
    block = new_array((starts[-1] + LINE_FLOATS,), np.float32)
    first = -(-(address_of(block, np.float32).value or 0) // LINE_BYTES) * LINE_BYTES
    return block, [first + FLOAT_BYTES * start for start in starts[:-1]]
