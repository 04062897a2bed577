"""A frame at the sizes that edge work needs, and the smallest of them that is enough for a network."""
from __future__ import annotations

from sinet_core.arrays import Image
from sinet_core.grid import to_grid
from sinet_core.kernels.door import back_end
from sinet_core.kernels.interface import FINE_CELL, Sizes

__all__ = ["Sizes", "enough_for", "finer", "sizes_of"]


def sizes_of(frame: Image) -> Sizes:
    """frame: HxWx3 uint8 BGR. Raises ValueError for any other array."""
    return back_end().shrink(frame)


def finer(sizes: Sizes, frame: Image) -> Sizes:
    """The frame on a grid of cells half as wide, for callers with more time; unchanged if there is no finer grid."""
    if sizes.step < 2:
        return sizes
    step = sizes.step // 2
    fine = to_grid(frame, max(1, step // FINE_CELL))
    return Sizes(sizes.size, step, fine, to_grid(fine, min(step, FINE_CELL)))


def enough_for(network: tuple[int, int], sizes: Sizes, frame: Image) -> Image:
    """The smallest image of a frame that gives a network of input size (height, width) the same input.

    Shrinking for a network starts with exactly this halving, unless pixels are left over at the frame's edge.
    """
    for picture, step in ((sizes.half, 2 * sizes.fine_step), (sizes.fine, sizes.fine_step)):
        whole = all(side % step == 0 for side in sizes.size)
        if picture is not None and whole and picture.shape[0] >= network[0] and picture.shape[1] >= network[1]:
            return picture
    return frame
