"""Labels at the encoder's own resolution, with their own band, for the paper's first stage."""
from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor


def coarse_labels(alpha: Tensor, weight: Tensor, factor: int, band_px: int) -> tuple[Tensor, Tensor]:
    """Labels reduced by a factor, by nearest neighbour.

    Args:
        alpha: (N, H, W) float 0..1; weight: (N, H, W) float: 0 ignored, 1 plain, 2 in the band.
        band_px: side of the square that dilates and erodes at the small size, odd.

    Returns:
        (alpha, weight), (N, H/factor, W/factor) each; the band is recomputed.
    """
    small = alpha[:, ::factor, ::factor]
    person = (small > 0.5).float()[:, None]
    dilated = F.max_pool2d(person, band_px, 1, band_px // 2)
    eroded = -F.max_pool2d(-person, band_px, 1, band_px // 2)
    labelled = (weight[:, ::factor, ::factor] > 0).float()
    return small, labelled * (1 + (dilated - eroded)[:, 0])
