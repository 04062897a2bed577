"""Ours for files: a larger network, the frame's mirror image as well, and smoothing that looks ahead."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sinet_core.arrays import Alpha, Alpha8, Image
from sinet_core.benchmark.recipes.networks import Networks
from sinet_core.inference.segmenter import ENGINES, Segmenter
from sinet_core.matting.look_ahead import LookAheadState, refine_ahead, rest
from sinet_core.matting.settings import MatteSettings
from sinet_core.pyramid import finer, sizes_of


class BestBackdrop:
    """See the module."""

    name = "backdrop-best"

    def __init__(self, network: Segmenter) -> None:
        self._network = network
        self._settings = MatteSettings()
        kind = f"SINet on {network.name}" if network.name in ENGINES else network.name
        height, width = network.size
        self.about = f"{kind}, inputs up to {width}x{height}, mirrored too, looking ahead: for files only"

    def step(self, frame: Image, state: LookAheadState | None) -> tuple[Alpha | None, LookAheadState]:
        """As in render --quality best."""
        sizes = finer(sizes_of(frame), frame)
        ready, state = refine_ahead(self._network.alpha(frame), sizes, state, self._settings)
        return None if ready is None else _as_float(ready), state

    def rest(self, state: LookAheadState | None) -> Iterator[Alpha]:
        yield from map(_as_float, rest(state))


def open_recipe(networks: Networks) -> BestBackdrop:
    return BestBackdrop(networks.best())


def _as_float(alpha8: Alpha8) -> Alpha:
    return np.asarray(alpha8, np.float32) / np.float32(255)
