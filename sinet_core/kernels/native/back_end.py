"""The compiled back end. Frames too small for one of its kernels go to the reference for that step."""
from __future__ import annotations

from sinet_core.arrays import Alpha, Alpha8, Image
from sinet_core.kernels.interface import Cells, CompositePlan, Field, Guided, Scene, Sizes, Target, Watched
from sinet_core.kernels.native import blur, composite, guidance, islands, motion_gate, pyramid, smoothing
from sinet_core.kernels.native.library import Variant


class NativeKernels:
    """See sinet_core.kernels.interface.FrameKernels."""

    def __init__(self, variant: Variant) -> None:
        self.name = variant.name
        self._variant = variant

    def shrink(self, frame: Image) -> Sizes:
        return pyramid.shrink(self._variant, frame)

    def watch(self, frame: Image, looked: Image | None) -> Watched:
        return motion_gate.watch(self._variant, frame, looked)

    def smooth(
        self, picture: Image, alpha: Alpha, *, before: Scene | None, base: float
    ) -> tuple[Scene, Field | None]:
        return smoothing.smooth(self._variant, picture, alpha, before=before, base=base)

    def clear_regions(self, alpha: Alpha, half: Alpha) -> Alpha:
        return islands.clear_regions(self._variant, alpha, half)

    def guide(self, alpha: Alpha, sizes: Sizes, *, before: Field | None, weight: Field | None) -> Guided:
        return guidance.guide(self._variant, alpha, sizes, before=before, weight=weight)

    def enlarge(self, along: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha8:
        return guidance.enlarge(self._variant, along, sizes, levels)

    def composite(
        self, frame: Image, alpha8: Alpha8, background: Image | None, *, grid: Image | None, target: Target
    ) -> Cells | None:
        return composite.composite(self._variant, frame, alpha8, background, grid=grid, target=target)

    def plan(self, frame: Image, alpha8: Alpha8, *, grid: Image | None) -> CompositePlan:
        return composite.plan(self._variant, frame, alpha8, grid=grid)

    def blur(self, sizes: Sizes, image: Image, alpha8: Alpha8, *, sigma: float, halvings: int) -> Image:
        return blur.blur(self._variant, sizes, image, alpha8, sigma=sigma, halvings=halvings)
