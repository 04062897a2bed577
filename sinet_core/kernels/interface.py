"""What a back end does with each frame. sinet_core.kernels.door hands out the one to use.

Both back ends do the same: compiled C (native) and numpy with OpenCV (reference). No array that is passed in is
written, except Target.out. A wrong array or size raises ValueError.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Alpha8, Image

Field = NDArray[np.float32]
Cells = NDArray[np.uint8]

FINE_CELL = 4  # px of the fine picture a grid cell


@dataclass(frozen=True, eq=False)
class Sizes:
    """A frame at the two sizes that edge work is done at.

    Attributes:
        size: (height, width) of the frame, px.
        step: px of the frame a grid cell, a power of two.
        fine: the frame with four pixels a cell and side (640x360 for 720p), or as it is; uint8 BGR.
        grid: the frame shrunk by step, uint8 BGR.
        half: on the way from fine to grid: fine shrunk by two, uint8 BGR; None: there is none.
    """

    size: tuple[int, int]
    step: int
    fine: Image
    grid: Image
    half: Image | None = None

    @property
    def fine_step(self) -> int:
        """Px of the frame a pixel of fine."""
        return max(1, self.step // FINE_CELL)

    @property
    def cell(self) -> int:
        """Px of fine a grid cell."""
        return min(self.step, FINE_CELL)


class Watched(NamedTuple):
    """A frame on its coarse grid, and what changed in it.

    Attributes:
        picture: hxwx3 uint8 BGR, the frame on its grid.
        numbers: 8 float32: gain of B, G and R, offset of B, G and R, the greatest and the middle change of a block in
            levels; None without a picture to compare with.
    """

    picture: Image
    numbers: Field | None


class Scene(NamedTuple):
    """What smoothing remembers of a frame.

    Attributes:
        mixed: hxwx4 float32 on the grid, BGR 0..255 and alpha 0..1.
        light: hxw uint8, luma of the newest picture.
    """

    mixed: Field
    light: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Guided:
    """An alpha along the frame's edges.

    Attributes:
        plane: at the size of Sizes.fine, float32: exactly 0 or 1 where the alpha is sure, at edges up to 0.25 beyond.
        sure: 0 or 255 for every grid cell, uint8.
        near: not 0 for every grid cell in which plane may differ from sure, uint8.
    """

    plane: Field
    sure: Cells
    near: Cells


class Target(NamedTuple):
    """Where a composite is written.

    Attributes:
        out: HxWx3 uint8, contiguous and writable.
        shown: what a composite in front of the very same background returned that out still shows; None: unknown.
    """

    out: Image
    shown: Cells | None = None


class CompositePlan(Protocol):
    """What composites through one alpha have in common: which pixels are mixed, and the colours around the edge.

    Attributes:
        alpha8: HxW uint8, alpha x 255. It must not change while the plan is used.
    """

    @property
    def alpha8(self) -> Alpha8: ...

    def join(self, frame: Image, background: Image, target: Target) -> Cells | None:
        """As FrameKernels.composite, for a frame that shows what the plan's frame did."""
        ...


class FrameKernels(Protocol):
    """The work on pixels.

    Attributes:
        name: of the back end or its variant.
    """

    @property
    def name(self) -> str: ...

    def shrink(self, frame: Image) -> Sizes:
        """A frame, HxWx3 uint8 BGR, at the sizes that edge work is done at."""
        ...

    def watch(self, frame: Image, looked: Image | None) -> Watched:
        """A frame, HxWx3 uint8 BGR, on its grid, compared with looked: the grid of an earlier one of its size."""
        ...

    def smooth(
        self, picture: Image, alpha: Alpha, *, before: Scene | None, base: float
    ) -> tuple[Scene, Field | None]:
        """Blends a new alpha into the old one; where things moved the old one is carried along first.

        Args:
            picture: the frame on the grid, hxwx3 uint8 BGR.
            alpha: hxw float32 0..1.
            before: of the frame before; None at the start.
            base: 0..1, the weight that a new alpha always has.

        Returns:
            (the new scene; the weight 0..1 that new values have in each cell where nothing was carried, hxw float32,
            or None: the picture is another one, and the scene is new).
        """
        ...

    def clear_regions(self, alpha: Alpha, half: Alpha) -> Alpha:
        """Takes small separate regions away and fills small holes.

        Args:
            alpha: hxw float32 0..1.
            half: the same at about half the size, in which regions are told apart.
        """
        ...

    def guide(self, alpha: Alpha, sizes: Sizes, *, before: Field | None, weight: Field | None) -> Guided:
        """Brings an alpha to the size of sizes.fine along the frame's edges, and holds what does not move.

        Args:
            alpha: hxw float32 0..1, on the grid.
            before: the plane of the frame before.
            weight: of new values that differ little, hxw float32 0..1. Both are None at the start.
        """
        ...

    def enlarge(self, along: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha8:
        """To frame size, HxW uint8: exactly 0 and exactly 255 where the alpha is sure.

        Args:
            levels: (low, high) of alpha, become 0 and 255.
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
            background: HxWx3 uint8 BGR; None: the frame itself, with the room's colour taken out of mixed pixels.
            grid: the frame on its grid; None: of each cell near an edge some pixels are looked at.

        Returns:
            What target.out shows now, for Target.shown of a later composite; None: unknown.
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
            halvings: how often the image is halved before it is blurred.

        Returns:
            A new HxWx3 uint8 BGR.
        """
        ...
