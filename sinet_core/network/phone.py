"""The network for phones: one image (1, 3, H, W) of floats 0..255 in, alpha (1, 1, H, W) out, nothing else.

Mean and deviation are inside. The channels are BGR, as from the app's cameras, or RGB, as from most
phones' cameras.
"""
from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from sinet_core.network.build import Checkpoint, build_network
from sinet_core.network.export import SigmoidGate
from sinet_core.network.fuse import fuse
from sinet_core.network.merge import merge

Order = Literal["rgb", "bgr"]


class PhoneNetwork(nn.Module):
    """See the module."""

    def __init__(self, checkpoint: Checkpoint, order: Order = "rgb") -> None:
        """Raises ValueError unless the network has two classes and an information block."""
        super().__init__()
        if checkpoint.config.classes != 2 or checkpoint.config.gate != "block":
            raise ValueError("only SINet with two classes and information blocking can be exported for phones")
        network = fuse(build_network(checkpoint))
        network.decoder.gate = SigmoidGate()  # type: ignore[assignment]
        self.network = merge(network)
        self.order = order
        mean, scale = torch.tensor(checkpoint.mean), 1 / torch.tensor(checkpoint.std)
        if order == "rgb":
            stem = self.network.encoder.stem.conv
            stem.weight = nn.Parameter(stem.weight.flip(1))
            mean, scale = mean.flip(0), scale.flip(0)
        self.register_buffer("mean", mean.view(1, 3, 1, 1))
        self.register_buffer("scale", scale.view(1, 3, 1, 1))
        self.mean: Tensor
        self.scale: Tensor

    def forward(self, image: Tensor) -> Tensor:
        return torch.sigmoid(self.network((image - self.mean) * self.scale))


@torch.no_grad()
def phone_network(checkpoint: Checkpoint, order: Order = "rgb") -> PhoneNetwork:
    """The network in evaluation mode, with mean, deviation and channel order inside.

    Raises:
        ValueError: see PhoneNetwork.
    """
    return PhoneNetwork(checkpoint, order).eval()
