"""Memory that a kernel needs while it runs."""
from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from sinet_core.kernels.native.library import start_of

LINE, FLOAT = 64, 4  # bytes of a line of the cache, and of a float


def carved(*sizes: int) -> tuple[NDArray[np.uint8], list[int]]:
    """One block of memory, and the addresses of its parts of so many bytes, each at the start of a line of the cache.

    The caller keeps the block alive: one array is made and asked for its address several times as fast as many.
    """
    starts = list(accumulate((-(-size // LINE) * LINE for size in sizes), initial=0))
    block = np.empty(starts[-1] + LINE, np.uint8)
    first = -(-start_of(block) // LINE) * LINE
    return block, [first + start for start in starts[:-1]]


def carved_floats(*counts: int) -> tuple[NDArray[np.uint8], list[int]]:
    """As carved, for parts of so many floats."""
    return carved(*(FLOAT * count for count in counts))
