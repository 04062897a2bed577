"""SINet for street scenes, encoder and decoder, with logits at half the picture's size."""
from __future__ import annotations

from torch import Tensor, nn

from sinet_core.network.blocks import ConvBatchNormAct, Upsample, batch_norm
from sinet_core.network.cityscapes import CityscapesConfig, CityscapesEncoder, StreetFeatures
from sinet_core.network.decoder import InformationBlock


class CityscapesDecoder(nn.Module):
    """Two information blocks: one lets in the features at 1/8, the next the class channels at 1/4. 2,717 parameters."""

    def __init__(self, config: CityscapesConfig) -> None:
        super().__init__()
        classes = config.classes
        self.up = Upsample(2, align_corners=False)
        self.gate = InformationBlock("block")
        self.low_bn = batch_norm(classes)
        self.high = ConvBatchNormAct(config.stage2, classes, 1)
        self.merge_bn = batch_norm(classes)
        self.classifier = nn.ConvTranspose2d(classes, classes, 2, 2, bias=False)

    def forward(self, features: StreetFeatures) -> Tensor:
        low = self.low_bn(self.up(features.logits))  # (N, 19, H/8, W/8)
        merged = low + self.high(features.eighth) * self.gate(low)
        quarter = self.merge_bn(self.up(merged))  # (N, 19, H/4, W/4)
        return self.classifier(quarter + features.quarter * self.gate(quarter))  # type: ignore[no-any-return]


class CityscapesNet(nn.Module):
    """(N, 3, H, W) with sides that are multiples of 128 -> logits (N, classes, H/2, W/2)."""

    def __init__(self, config: CityscapesConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = CityscapesEncoder(config)
        self.decoder = CityscapesDecoder(config)

    def forward(self, image: Tensor) -> Tensor:
        return self.decoder(self.encoder.features(image))  # type: ignore[no-any-return]

    def both(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """The encoder's own logits at 1/16, and those at 1/2; training uses a loss on each."""
        features = self.encoder.features(image)
        return features.logits, self.decoder(features)
