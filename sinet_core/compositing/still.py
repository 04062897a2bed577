"""The composite while nothing moves: the latest pixels through a known alpha.

What depends on the alpha and on the colours around its edge is computed once: which pixels are all person, which
are mixed, and what the mixed ones are made of. Each frame then costs a copy and a few multiplications along the edge.
"""
from __future__ import annotations

from sinet_core.arrays import AnyAlpha, Image, alpha_bytes, check_any_alpha, check_image, check_same_size
from sinet_core.compositing.canvases import Canvases, painted
from sinet_core.compositing.light_wrap import check_light_wrap, wrap_light
from sinet_core.kernels.door import back_end
from sinet_core.kernels.interface import CompositePlan
from sinet_core.pyramid import Sizes


def plan_still(frame: Image, alpha: AnyAlpha, sizes: Sizes | None = None) -> CompositePlan:
    """Analyses an alpha, with the edge colours that composite finds in the frame it belongs to.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 or uint8 0..255. A uint8 alpha is kept, and must not change while the plan is in use.
        sizes: of the frame, if already known.

    Raises:
        ValueError: an invalid array, or different sizes.
    """
    check_image(frame, "frame")
    check_any_alpha(alpha)
    check_same_size(frame, alpha, "frame and alpha")
    return back_end().plan(frame, alpha_bytes(alpha), grid=None if sizes is None else sizes.grid)


def composite_still(
    frame: Image, plan: CompositePlan, background: Image, *, light_wrap: float = 0.0, canvases: Canvases | None = None
) -> Image:
    """Like sinet_core.compositing.composite.composite, for a frame that shows what the plan's frame did.

    For the plan's own frame the result is identical. For another, the colours around the edge are the plan's: means
    over hundreds of pixels, which noise hardly changes.

    Args:
        frame: HxWx3 uint8 BGR, the latest.
        plan: of an alpha that is still valid.
        background: HxWx3 uint8 BGR.
        light_wrap: 0 (none) .. 1.
        canvases: as for composite.

    Returns:
        As for composite: exactly the frame where the plan's alpha is 1 (without light wrap), exactly the
        background where it is 0.

    Raises:
        ValueError: an invalid array, different sizes, or a light_wrap outside 0..1.
    """
    check_image(frame, "frame")
    check_image(background, "background")
    check_same_size(frame, plan.alpha8, "frame and plan")
    check_same_size(frame, background, "frame and background")
    check_light_wrap(light_wrap)
    out = painted(background, canvases, lambda target: plan.join(frame, background, target))
    return wrap_light(out, plan.alpha8, background, light_wrap) if light_wrap > 0 else out
