"""A frame at the sizes that edge work needs, and the smallest of them that is enough for a network."""
from __future__ import annotations

from sinet_core.arrays import Image
from sinet_core.kernels.door import back_end
from sinet_core.kernels.interface import Sizes

__all__ = ["Sizes", "enough_for", "sizes_of"]


def sizes_of(frame: Image) -> Sizes:
    """frame: HxWx3 uint8 BGR. Raises ValueError for any other array."""
    return back_end().shrink(frame)


def enough_for(network: tuple[int, int], sizes: Sizes, frame: Image) -> Image:
    """The smallest image of a frame that gives a network of input size (height, width) the same input.

    Shrinking for a network starts with exactly this halving, unless pixels are left over at the frame's edge.
    """
    for picture, step in ((sizes.half, 2 * sizes.fine_step), (sizes.fine, sizes.fine_step)):
        whole = all(side % step == 0 for side in sizes.size)
        if picture is not None and whole and picture.shape[0] >= network[0] and picture.shape[1] >= network[1]:
            return picture
    return frame
