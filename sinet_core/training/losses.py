"""Equation 1: cross entropy everywhere, plus once more at the person's boundary."""
from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor


def boundary_loss(logits: Tensor, alpha: Tensor, weight: Tensor, boundary_weight: float) -> Tensor:
    """Mean cross entropy plus boundary_weight times its mean over the boundary band.

    For two classes it is the binary cross entropy of the logits' difference, which supports soft labels.

    Args:
        logits: (N, 2, H, W).
        alpha: (N, H, W) float 0..1, the (soft) truth.
        weight: (N, H, W) float: 0 ignored, 1 plain, 2 in the band dilate(mask) - erode(mask).
    """
    difference = logits[:, 1] - logits[:, 0]
    entropy = F.binary_cross_entropy_with_logits(difference, alpha, reduction="none")
    labelled = (weight > 0).float()
    band = (weight > 1.5).float()
    everywhere = (entropy * labelled).sum() / labelled.sum().clamp(min=1)
    at_boundary = (entropy * band).sum() / band.sum().clamp(min=1)
    return everywhere + boundary_weight * at_boundary
