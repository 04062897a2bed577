"""SINet: the encoder and the information-blocking decoder, wired."""
from __future__ import annotations

from torch import Tensor, nn

from sinet_core.network.config import SINetConfig
from sinet_core.network.decoder import Decoder
from sinet_core.network.encoder import Encoder


class SINet(nn.Module):
    """(N, 3, H, W) normalised BGR, sides multiples of 32 -> logits (N, classes, H, W), background first."""

    def __init__(self, config: SINetConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)

    def forward(self, image: Tensor) -> Tensor:
        return self.decoder(self.encoder(image))  # type: ignore[no-any-return]
