"""Ours: SINet, then the refinement of sinet_core.matting.matte with its default settings."""
from __future__ import annotations

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.recipes.networks import Networks
from sinet_core.inference.segmenter import ENGINES, Segmenter
from sinet_core.inference.two_looks import sizes_seen
from sinet_core.matting.matte import refine
from sinet_core.matting.settings import MatteSettings
from sinet_core.matting.smoothing import MatteState


class Backdrop:
    """See the module."""

    name = "backdrop"

    def __init__(self, network: Segmenter, settings: MatteSettings | None = None) -> None:
        self._network = network
        self._settings = settings or MatteSettings()
        kind = f"SINet on {network.name}" if network.name in ENGINES else network.name
        sizes = " and mirrored ".join(f"{width}x{height}" for height, width in sizes_seen(network))
        self.about = f"{kind}, {sizes}, and refine with its default settings"

    def step(self, frame: Image, state: MatteState | None) -> tuple[Alpha, MatteState]:
        """As in the app, the alpha is this frame's own."""
        return refine(self._network.alpha(frame), frame, state, self._settings)


def open_recipe(networks: Networks) -> Backdrop:
    return Backdrop(networks.own())
