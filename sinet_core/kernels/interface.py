"""The interface of a back end for per-pixel work. sinet_core.kernels.door returns the one to use.

There are two equivalent ones: compiled C (native) and numpy with OpenCV (reference). They modify none of their
arguments except Target.out. An invalid array or size raises ValueError.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Alpha8, Image

Field = NDArray[np.float32]
Cells = NDArray[np.uint8]

FINE_CELL = 4  # px of the fine image per grid cell


@dataclass(frozen=True, eq=False)
class Sizes:
    """A frame at the two sizes used for edge work.

    Attributes:
        size: (height, width) of the frame, px.
        step: px of the frame per grid cell, a power of two.
        fine: the frame with four pixels per side of a cell (640x360 for 720p), or unchanged; uint8 BGR.
        grid: the frame shrunk by step, uint8 BGR.
        half: between fine and grid: fine shrunk by two, uint8 BGR; None if there is no such step.
    """

    size: tuple[int, int]
    step: int
    fine: Image
    grid: Image
    half: Image | None = None

    @property
    def fine_step(self) -> int:
        """Px of the frame per pixel of fine."""
        return max(1, self.step // FINE_CELL)

    @property
    def cell(self) -> int:
        """Px of fine per grid cell."""
        return min(self.step, FINE_CELL)


class Watched(NamedTuple):
    """A frame on its coarse grid, and how it changed.

    Attributes:
        picture: hxwx3 uint8 BGR, the frame on its grid.
        numbers: 8 float32: gain of B, G and R, offset of B, G and R, the largest and the median change of a block in
            levels; None without a frame to compare with.
    """

    picture: Image
    numbers: Field | None


class Scene(NamedTuple):
    """What smoothing remembers about a frame.

    Attributes:
        mixed: hxwx4 float32 on the grid, BGR 0..255 and alpha 0..1.
        light: hxw uint8, luma of the latest frame.
    """

    mixed: Field
    light: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Guided:
    """An alpha along the frame's edges.

    Attributes:
        plane: at the size of Sizes.fine, float32: exactly 0 or 1 where the alpha is certain; overshoots by up to 0.25
            at edges.
        sure: 0 or 255 for every grid cell, uint8.
        near: nonzero for every grid cell in which plane may differ from sure, uint8.
    """

    plane: Field
    sure: Cells
    near: Cells


class Target(NamedTuple):
    """Where a composite is written.

    Attributes:
        out: HxWx3 uint8, contiguous and writable.
        shown: what the earlier composite that out still holds returned, before the very same background; None if
            unknown.
    """

    out: Image
    shown: Cells | None = None


class CompositePlan(Protocol):
    """What all composites through one alpha share: which pixels are mixed, and the colours around the edge.

    Attributes:
        alpha8: HxW uint8, alpha x 255. It must not change while the plan is in use.
    """

    @property
    def alpha8(self) -> Alpha8: ...

    def join(self, frame: Image, background: Image, target: Target) -> Cells | None:
        """Like FrameKernels.composite, for a frame that shows what the plan's frame did."""
        ...


class FrameKernels(Protocol):
    """The per-pixel steps.

    Attributes:
        name: of the back end or its variant.
    """

    @property
    def name(self) -> str: ...

    def shrink(self, frame: Image) -> Sizes:
        """Shrinks a frame, HxWx3 uint8 BGR, to the sizes used for edge work."""
        ...

    def watch(self, frame: Image, looked: Image | None) -> Watched:
        """Compares a frame, HxWx3 uint8 BGR, on its grid with looked, the grid of an earlier frame of the same size."""
        ...

    def smooth(
        self, picture: Image, alpha: Alpha, *, before: Scene | None, base: float
    ) -> tuple[Scene, Field | None]:
        """Blends a new alpha into the old one, which is first carried along with motion.

        Args:
            picture: the frame on the grid, hxwx3 uint8 BGR.
            alpha: hxw float32 0..1.
            before: the previous frame's scene; None at the start.
            base: 0..1, the weight that a new alpha always has.

        Returns:
            (the new scene; the weight 0..1 of new values in each cell where nothing was carried, hxw float32, or
            None after a cut, when the scene starts afresh).
        """
        ...

    def clear_regions(self, alpha: Alpha, half: Alpha) -> Alpha:
        """Removes small separate regions and fills small holes.

        Args:
            alpha: hxw float32 0..1.
            half: the same at about half the size, on which regions are labelled.
        """
        ...

    def guide(self, alpha: Alpha, sizes: Sizes, *, before: Field | None, weight: Field | None) -> Guided:
        """Upsamples an alpha to the size of sizes.fine along the frame's edges, and holds what does not move.

        Args:
            alpha: hxw float32 0..1, on the grid.
            before: the previous frame's plane.
            weight: of new values that differ little, hxw float32 0..1. before and weight are both None at the start.
        """
        ...

    def enlarge(self, along: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha8:
        """Enlarges to frame size, HxW uint8: exactly 0 or 255 where the alpha is certain.

        Args:
            levels: (low, high) of alpha, which become 0 and 255.
        """
        ...

    def composite(
        self, frame: Image, alpha8: Alpha8, background: Image | None, *, grid: Image | None, target: Target
    ) -> Cells | None:
        """Writes the person, with the edge's own colours, in front of a background.

        Exactly the frame where alpha8 is 255, exactly the background (or the frame) where it is 0.

        Args:
            frame: HxWx3 uint8 BGR.
            alpha8: HxW uint8.
            background: HxWx3 uint8 BGR; None for the frame itself, with the room's colour removed from mixed pixels.
            grid: the frame on its grid; None to sample some pixels of each cell near an edge.

        Returns:
            What target.out shows now, for Target.shown of a later composite; None if unknown.
        """
        ...

    def plan(self, frame: Image, alpha8: Alpha8, *, grid: Image | None) -> CompositePlan:
        """The part of composite that depends on the alpha and on the colours around its edge."""
        ...

    def blur(self, sizes: Sizes, image: Image, alpha8: Alpha8, *, sigma: float, halvings: int) -> Image:
        """The room out of focus, as if the person were not there.

        Args:
            sizes: of image.
            image: HxWx3 uint8 BGR.
            alpha8: HxW uint8, of the person.
            sigma: of the Gaussian, px of the image.
            halvings: how often to halve the image before blurring.

        Returns:
            A new HxWx3 uint8 BGR.
        """
        ...
