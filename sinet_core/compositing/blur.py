"""Blurs the room, and only the room: the person's colours never bleed into it."""
from __future__ import annotations

import numpy as np

from sinet_core.arrays import AnyAlpha, Image, alpha_bytes, check_any_alpha, check_image, check_same_size
from sinet_core.kernels.door import back_end
from sinet_core.pyramid import Sizes, sizes_of

MIN_SHARE, MAX_SHARE = 0.012, 0.06  # sigma as a share of the frame's height at strength 0 and 100
MIN_CELLS = 2.0  # smallest sigma on the coarse grid; below that its cells show


def blur_room(image: Image, alpha: AnyAlpha, strength: int, sizes: Sizes | None = None) -> Image:
    """The room, out of focus, as if the person were not there (normalised convolution on a pyramid).

    Strength 0 is a light blur, never none: users who choose blur do not want to show the room. Bright
    spots spread as through a lens, since squared values, which are close to linear light, are averaged.

    Args:
        image: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 or uint8 0..255 of the person.
        strength: 0..100.
        sizes: of the image, if already known.

    Returns:
        HxWx3 uint8 BGR. The area behind the person is filled in from the surrounding room.

    Raises:
        ValueError: an invalid array, different sizes, or a strength outside 0..100.
    """
    check_image(image)
    check_any_alpha(alpha)
    check_same_size(image, alpha, "image and alpha")
    if not 0 <= strength <= 100:
        raise ValueError(f"strength must be 0..100, got {strength}")
    height = alpha.shape[0]
    sigma = height * (MIN_SHARE + (MAX_SHARE - MIN_SHARE) * strength / 100)
    halvings = max(0, int(np.log2(max(1.0, sigma / MIN_CELLS))))
    sizes = sizes_of(image) if sizes is None else sizes
    return back_end().blur(sizes, image, alpha_bytes(alpha), sigma=sigma, halvings=halvings)
