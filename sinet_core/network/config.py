"""Table 2 of the SINet paper as one frozen value (Park et al., WACV 2020, arXiv 1911.09099)."""
from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

STEP = 8  # channels come in multiples of this: halves of halves, as wide as a register
Gate = Literal["block", "reverse", "removed", "attention"]


@dataclass(frozen=True)
class Branch:
    """One S2-block: depthwise kernel k x k on the picture squeezed by average pooling p x p (1 means not at all)."""

    kernel: int
    squeeze: int


def _module(k1: int, p1: int, k2: int, p2: int) -> tuple[Branch, Branch]:
    return Branch(k1, p1), Branch(k2, p2)


@dataclass(frozen=True)
class SINetConfig:
    """The numbers of the network; the defaults are the paper's for portraits.

    Attributes:
        classes: output channels, background first.
        stem, down2: channels after the first two stride-2 layers (rows 1 and 2 of Table 2).
        stage2, stage3: channels of the S2-modules at 1/4 and 1/8 resolution; down3 equals stage2.
        modules2, modules3: their branches (rows 3-4 and 6-13).
        gate: how the decoder lets in high-resolution features: "block" is the paper's information
            blocking, "reverse", "removed" and "attention" (GAU) are its rivals in Table 4.
        shuffle: channel shuffle after the grouped 1x1 convolution, as in the paper; False is the same
            network with renamed channels, three times as fast to train (see fuse.fold_shuffle).
        align_corners: the grid of the bilinear upsampling; the published weights expect True.
    """

    classes: int = 2
    stem: int = 12
    down2: int = 16
    stage2: int = 48
    stage3: int = 96
    modules2: tuple[tuple[Branch, ...], ...] = (_module(3, 1, 5, 1), _module(3, 1, 3, 1))
    modules3: tuple[tuple[Branch, ...], ...] = (
        _module(3, 1, 5, 1),
        _module(3, 1, 3, 1),
        _module(5, 1, 3, 2),
        _module(5, 2, 3, 4),
        _module(3, 1, 3, 1),
        _module(5, 1, 5, 1),
        _module(3, 2, 3, 4),
        _module(3, 1, 5, 2),
    )
    gate: Gate = "block"
    shuffle: bool = True
    align_corners: bool = True

    def widened(self, width: float) -> SINetConfig:
        """The network with width times the paper's channels; 1.5 means twice the work."""
        sizes = {name: STEP * round(width * getattr(PAPER, name) / STEP) for name in ("down2", "stage2", "stage3")}
        return replace(self, stem=2 * round(width * PAPER.stem / 2), **sizes)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a checkpoint."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> SINetConfig:
        """The opposite of to_dict.

        Raises:
            TypeError: values contain a name that is not a field.
        """
        values = dict(values)
        for name in ("modules2", "modules3"):
            if name in values:
                values[name] = tuple(tuple(Branch(**branch) for branch in module) for module in values[name])
        return cls(**values)


PAPER = SINetConfig()
"""The published form, for an imported checkpoint."""

TRAINABLE = SINetConfig(shuffle=False, align_corners=False)
"""Our form for training: no shuffle (same function class), half-pixel upsampling (no drift at the border)."""
