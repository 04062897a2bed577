"""The composite while nothing moves: the newest pixels through an alpha that is known already.

What depends on the alpha and on the colours around its edge is found once: which pixels are all person, which
are mixed, and what the mixed ones are made of. A frame then costs a copy and a few multiplications along the edge.
"""
from __future__ import annotations

from dataclasses import dataclass

from sinet_core.arrays import AnyAlpha, Image, Share, alpha_bytes, check_any_alpha, check_image, check_same_size
from sinet_core.canvases import Canvases
from sinet_core.composite import check_light_wrap, wrap_light
from sinet_core.edges import Edge, find_edges, planned_natively
from sinet_core.grid import Block, areas_of
from sinet_core.native.composition import Planned, joined
from sinet_core.upsampling import Sizes


@dataclass(frozen=True, eq=False)
class StillPlan:
    """An alpha, taken apart.

    Attributes:
        share: HxW uint8, alpha x 255.
        planned: for the compiled kernels; None where there are none.
        person, edges: for OpenCV: blocks of nothing but 255, and blocks that cover every pixel between 0 and 255.
    """

    share: Share
    planned: Planned | None
    person: tuple[Block, ...] = ()
    edges: tuple[Edge, ...] = ()


def plan_still(frame: Image, alpha: AnyAlpha, sizes: Sizes | None = None) -> StillPlan:
    """Takes an alpha apart, with the edge colours that composite finds in a frame that it belongs to.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 or uint8 0..255. An alpha of bytes is kept, and must not change while the plan is used.
        sizes: of the frame, if they are known.

    Raises:
        ValueError: a wrong array, or two sizes.
    """
    check_image(frame, "frame")
    check_any_alpha(alpha)
    check_same_size(frame, alpha, "frame and alpha")
    share = alpha_bytes(alpha)
    grid = None if sizes is None else sizes.grid
    planned = planned_natively(frame, share, grid)
    if planned is not None:
        return StillPlan(share, planned)
    person, blocks = areas_of(share)
    return StillPlan(share, None, tuple(person), tuple(find_edges(frame, share, blocks, grid)))


def composite_still(
    frame: Image, plan: StillPlan, background: Image, *, light_wrap: float = 0.0, canvases: Canvases | None = None
) -> Image:
    """As sinet_core.composite.composite, for a frame that shows what the plan's frame did.

    Of the plan's own frame it is the very same. Of another the colours around the edge are the plan's: means over
    hundreds of pixels, which noise hardly changes.

    Args:
        frame: HxWx3 uint8 BGR, the newest.
        plan: of an alpha that still holds.
        background: HxWx3 uint8 BGR.
        light_wrap: 0 (none) .. 1.
        canvases: as there.

    Returns:
        As there: exactly the frame where the plan's alpha is 1 (without light wrap), exactly the
        background where it is 0.

    Raises:
        ValueError: a wrong array, two sizes, or a light_wrap outside 0..1.
    """
    check_image(frame, "frame")
    check_image(background, "background")
    check_same_size(frame, plan.share, "frame and plan")
    check_same_size(frame, background, "frame and background")
    check_light_wrap(light_wrap)
    if plan.planned is None:
        out = _put(frame, plan, background)
    else:
        out = joined(plan.planned, frame, background, canvases.take(frame.shape) if canvases else None)
    return wrap_light(out, plan.share, background, light_wrap) if light_wrap > 0 else out


def _put(frame: Image, plan: StillPlan, background: Image) -> Image:
    """As composite_still without light wrap, with what OpenCV has."""
    out = background.copy()
    for block in plan.person:
        out[block.rows, block.columns] = frame[block.rows, block.columns]
    for edge in plan.edges:
        edge.put(frame, background, out)
    return out
