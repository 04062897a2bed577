"""The person in front of another background, block by block."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from sinet_core.arrays import Alpha8, Image, check_same_size
from sinet_core.grid import Block, areas_of
from sinet_core.kernels.checks import check_background, check_frame
from sinet_core.kernels.interface import Cells, Target
from sinet_core.kernels.reference.edge_colors import Edge, find_edges


@dataclass(frozen=True, eq=False)
class ReferencePlan:
    """See sinet_core.kernels.interface.CompositePlan.

    Attributes:
        alpha8: HxW uint8.
        person, edges: blocks that are all 255, and blocks that cover every pixel between 0 and 255.
    """

    alpha8: Alpha8
    person: tuple[Block, ...]
    edges: tuple[Edge, ...]

    def join(self, frame: Image, background: Image, target: Target) -> Cells | None:
        """See sinet_core.kernels.interface.CompositePlan."""
        check_same_size(frame, self.alpha8, "frame and plan")
        check_background(frame, background)
        _put(frame, background, target, self.person, self.edges)
        return None


def composite(
    frame: Image, alpha8: Alpha8, background: Image | None, *, grid: Image | None, target: Target
) -> Cells | None:
    """See sinet_core.kernels.interface.FrameKernels."""
    check_frame(frame, alpha8)
    person, blocks = areas_of(alpha8)
    edges = find_edges(frame, alpha8, blocks, grid)
    if background is None:
        _clean(frame, alpha8, target, edges)
        return None
    check_background(frame, background)
    _put(frame, background, target, person, edges)
    return None


def plan(frame: Image, alpha8: Alpha8, *, grid: Image | None) -> ReferencePlan:
    """See sinet_core.kernels.interface.FrameKernels."""
    check_frame(frame, alpha8)
    person, blocks = areas_of(alpha8)
    return ReferencePlan(alpha8, tuple(person), tuple(find_edges(frame, alpha8, blocks, grid)))


def _put(
    frame: Image, background: Image, target: Target, person: Iterable[Block], edges: Iterable[Edge]
) -> None:
    target.out[:] = background
    for block in person:
        target.out[block.rows, block.columns] = frame[block.rows, block.columns]
    for edge in edges:
        edge.put(frame, background, target.out)


def _clean(frame: Image, alpha8: Alpha8, target: Target, edges: Iterable[Edge]) -> None:
    """The frame with the room's colour removed from half-covered pixels."""
    target.out[:] = frame
    for edge in edges:
        here = edge.block.rows, edge.block.columns
        mixed = cv2.inRange(alpha8[here], np.array(1), np.array(254))
        cv2.copyTo(cv2.convertScaleAbs(edge.color(frame), alpha=1 / 255), mixed, target.out[here])
