"""A penalty on answers that change more than the picture does, so that a matte holds still.

A camera shows nearly the same scene again and again, moved by a pixel and with other noise. Here the second frame is
made from the picture itself, so how the truth moves is known exactly.
"""
from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SHIFT_PX = 4.0
TURN = math.radians(1.5)
ZOOM = 0.02
GAIN = 0.05
NOISE = 0.08  # of the normalised picture: about five levels


def unrest(network: nn.Module, x: Tensor, logits: Tensor) -> Tensor:
    """Mean squared difference between the alpha of a moved picture and the moved alpha of the picture.

    Args:
        x: (N, 3, H, W) normalised pictures. logits: (N, 2, H, W), the network's answer to them.
    """
    grid = F.affine_grid(_moves(x), list(x.shape), align_corners=False)
    gain = 1 + GAIN * (2 * torch.rand(len(x), 1, 1, 1, device=x.device) - 1)
    moved = F.grid_sample(x, grid, padding_mode="border", align_corners=False) * gain
    moved = moved + NOISE * torch.randn_like(moved)
    seen = _alpha(network(moved))
    expected = F.grid_sample(_alpha(logits), grid, padding_mode="border", align_corners=False)
    inside = (grid.abs().amax(dim=-1, keepdim=True) < 1).permute(0, 3, 1, 2).float()
    return ((seen - expected).square() * inside).sum() / inside.sum().clamp(min=1)


def _moves(x: Tensor) -> Tensor:
    """(N, 2, 3): small turns, zooms and shifts, in affine_grid's coordinates."""
    turn, zoom, right, down = (2 * torch.rand(4, len(x), device=x.device) - 1).unbind()
    height, width = x.shape[-2:]
    cosine, sine = (1 + ZOOM * zoom) * torch.cos(TURN * turn), (1 + ZOOM * zoom) * torch.sin(TURN * turn)
    across = torch.stack([cosine, -sine * height / width, 2 * SHIFT_PX / width * right], dim=-1)
    along = torch.stack([sine * width / height, cosine, 2 * SHIFT_PX / height * down], dim=-1)
    return torch.stack([across, along], dim=1)


def _alpha(logits: Tensor) -> Tensor:
    return torch.sigmoid(logits.float()[:, 1:2] - logits.float()[:, 0:1])
