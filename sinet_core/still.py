"""The composite while nothing moves: the newest pixels through an alpha that is known already.

What depends on the alpha alone is found once: which pixels are all person, which are mixed, and what the
mixed ones are made of. A frame then costs a copy and a few multiplications along the edge.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import AnyAlpha, Image, alpha_bytes, check_same_size
from sinet_core.composite import composite
from sinet_core.grid import Block, areas_of

Field = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Edge:
    """A block of mixed pixels, hxwx3 float32 each; a frame's composite is own + share * frame + rest * background.

    Attributes:
        own: what the frame of the plan had beyond share * itself: the edge colours of composite.
        share, rest: alpha and 1 - alpha.
    """

    block: Block
    own: Field
    share: Field
    rest: Field


@dataclass(frozen=True, eq=False)
class StillPlan:
    """An alpha, taken apart.

    Attributes:
        inside: HxW uint8, 255 where alpha is 1.
        edges: blocks that cover every pixel between 0 and 1.
    """

    inside: NDArray[np.uint8]
    edges: tuple[Edge, ...]


def plan_still(frame: Image, alpha: AnyAlpha) -> StillPlan:
    """Takes an alpha apart, with the edge colours that composite finds in a frame that it belongs to.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 or uint8 0..255.

    Raises:
        ValueError: a wrong array, or two sizes.
    """
    share = alpha_bytes(alpha)
    # Before black only the person's part is left: the composite is linear in the background.
    person = composite(frame, alpha, np.zeros_like(frame))
    inside = np.asarray(cv2.inRange(share, np.array(255), np.array(255)), np.uint8)
    return StillPlan(inside, tuple(_edge(block, frame, share, person) for block in areas_of(share)[1]))


def composite_still(frame: Image, plan: StillPlan, background: Image) -> Image:
    """As sinet_core.composite.composite without light wrap, for a frame that shows what the plan's frame did.

    Args:
        frame: HxWx3 uint8 BGR, the newest.
        plan: of an alpha that still holds.
        background: HxWx3 uint8 BGR.

    Returns:
        A new HxWx3 uint8 BGR.

    Raises:
        ValueError: two sizes.
    """
    check_same_size(frame, plan.inside, "frame and plan")
    check_same_size(frame, background, "frame and background")
    out = background.copy()
    cv2.copyTo(frame, plan.inside, out)
    for edge in plan.edges:
        rows, columns = edge.block.rows, edge.block.columns
        mixed = cv2.multiply(frame[rows, columns], edge.share, dtype=cv2.CV_32F)
        mixed = cv2.accumulateProduct(background[rows, columns].astype(np.float32), edge.rest, mixed)
        cv2.add(mixed, edge.own, dst=out[rows, columns], dtype=cv2.CV_8U)
    return out


def _edge(block: Block, frame: Image, share: NDArray[np.uint8], person: Image) -> Edge:
    part = np.asarray(cv2.merge([share[block.rows, block.columns] * np.float32(1 / 255)] * 3), np.float32)
    own = person[block.rows, block.columns] - part * frame[block.rows, block.columns]
    return Edge(block, np.asarray(own, np.float32), part, 1 - part)
