"""What a training step minimises, and the optimizer that does it."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.blocks import upsample
from sinet_core.network.build import MEAN_BGR, STD_BGR
from sinet_core.network.sinet import SINet
from sinet_core.training.calm import unrest
from sinet_core.training.coarse import coarse_labels
from sinet_core.training.losses import boundary_loss
from sinet_core.training.recipe import Recipe, Stage


class Objective(nn.Module):
    """uint8 batch -> loss; includes normalisation and loss, so that one compiled graph holds a whole step."""

    def __init__(self, network: SINet, stage: Stage, boundary_weight: float) -> None:
        super().__init__()
        self.network = network
        self._stage, self._boundary_weight = stage, boundary_weight
        self.register_buffer("mean", torch.tensor(MEAN_BGR).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD_BGR).view(1, 3, 1, 1), persistent=False)
        self.mean: Tensor
        self.std: Tensor

    def forward(self, image: Tensor, alpha: Tensor, weight: Tensor) -> Tensor:
        x = (image.permute(0, 3, 1, 2).float() - self.mean) / self.std
        target, weights = alpha.float() / 255, weight.float()
        features = self.network.encoder(x)
        if self._stage.train == "encoder" and self._stage.encoder_at > 1:
            small = coarse_labels(target, weights, self._stage.encoder_at, self._stage.encoder_band_px)
            return self._loss(features.logits, *small)
        if self._stage.train == "encoder":
            return self._loss(upsample(features.logits, 8), target, weights)
        logits = self.network.decoder(features)
        loss = self._loss(logits, target, weights)
        if self._stage.calm:
            loss = loss + self._stage.calm * unrest(self.network, x, logits)
        if self._stage.encoder_loss:  # at the encoder's own resolution, with a band in its pixels
            coarse = self._loss(features.logits, F.avg_pool2d(target, 8), F.max_pool2d(weights, 8))
            loss = loss + self._stage.encoder_loss * coarse
        return loss

    def _loss(self, logits: Tensor, target: Tensor, weights: Tensor) -> Tensor:
        return boundary_loss(logits, target, weights, self._boundary_weight)


def optimizer_of(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """The recipe's optimizer for the network's parameters."""
    decayed = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim <= 1]
    if recipe.optimizer == "adam":  # on everything, as in the paper
        return torch.optim.Adam(network.parameters(), weight_decay=recipe.weight_decay, fused=True)
    groups = [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, fused=True)
