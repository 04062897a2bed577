"""Turns one frame into one composite, for the window, files and the benchmark. Pure except for the clock."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from app.pipeline.background.background import Background
from app.pipeline.decode.frames.see_through import OPAQUE, without_grey
from app.pipeline.frame import Alpha, Frame, Image
from app.pipeline.process.matted_frame import HeldAlpha, MattedFrame
from app.pipeline.stats import Stopwatch
from app.settings import Settings
from sinet_core.arrays import alpha_bytes
from sinet_core.compositing.canvases import Canvases
from sinet_core.compositing.composite import composite, cut_out
from sinet_core.compositing.still import composite_still
from sinet_core.inference.segmenter import Segmenter
from sinet_core.matting.matte import refine_alpha8
from sinet_core.matting.motion_gate import GateState, Verdict, detect_motion
from sinet_core.matting.settings import MatteSettings
from sinet_core.matting.smoothing import MatteState
from sinet_core.pyramid import enough_for, sizes_of

ROUNDING = 1e-3


class Processed(NamedTuple):
    """frame: the read-only composite. state: for the next frame. moved: False if the previous alpha was still valid.

    cut_out: the person alone, HxWx4 BGRA, if requested.
    """

    frame: Frame
    state: PersonState
    moved: bool
    cut_out: Frame | None = None


class CompositeError(Exception):
    """Compositing failed after the person was found; __cause__ tells why.

    Attributes:
        state: for the next frame.
    """

    def __init__(self, state: PersonState) -> None:
        super().__init__("a frame could not be composited")
        self.state = state


@dataclass(frozen=True, eq=False)
class PersonState:
    """What matting remembers of earlier frames. None at the start and after a jump.

    Attributes:
        refined: of sinet_core.matting.matte.refine.
        gate: of sinet_core.matting.motion_gate.detect_motion; None without the gate.
        held: the latest alpha.
        settings: with which it was made.
    """

    refined: MatteState
    gate: GateState | None
    held: HeldAlpha
    settings: MatteSettings


def process(
    frame: Frame,
    state: PersonState | None,
    *,
    source_id: str,
    settings: Settings,
    segmenter: Segmenter,
    background: Background | None,
    gated: bool = False,
    verdict: Verdict | None = None,
    cut: bool = False,
    canvases: Canvases | None = None,
    watch: Stopwatch | None = None,
) -> Processed:
    """Turns a frame into the composite for the outputs: matte, zones, mirror, background.

    Args:
        frame: as the camera sees it.
        state: of the previous frame; None for the first one and after a jump.
        source_id: the frame's source, for its zones.
        settings: of which matte, zones and mirror.output are used.
        segmenter: finds the person.
        background: what to put behind; None cuts the person out as HxWx4 BGRA.
        gated: whether to reuse the alpha while nothing moves, for up to half a second
            (sinet_core.matting.motion_gate). For live use, not for files.
        verdict: the motion gate's verdict on this frame when it was live; the gate is then not asked again.
        cut: whether to return the person alone as well, for transparent outputs.
        canvases: pool of output images to paint over once nobody holds them any more.
        watch: times "gate" if gated, "segment", "matte", "background" and "composite".

    Raises:
        ValueError: the segmenter returned an invalid alpha. Its own exceptions pass through.
        CompositeError: the background raised an exception, which is the cause, or returned an invalid image.
    """
    watch = watch or Stopwatch()
    matted, state = matte(frame, settings.matte, state, segmenter, watch, gated=gated, verdict=verdict)
    moved = matted.held is None
    matted = matted.zoned(settings.zones, source_id)
    try:
        shown = present(matted, settings, background, watch, canvases)
        alone = present(matted, settings, None, watch) if cut else None
        return Processed(shown, state, moved, alone)
    except Exception as error:
        raise CompositeError(state) from error


def present(
    matted: MattedFrame,
    settings: Settings,
    background: Background | None,
    watch: Stopwatch,
    canvases: Canvases | None = None,
) -> Frame:
    """The composite as the outputs get it: mirrored if they are. matted: with its zones. Else see compose."""
    if settings.mirror.output:
        matted = matted.mirrored()
    return compose(matted, settings.matte, background, watch, canvases)


def matte(
    frame: Frame,
    settings: MatteSettings,
    state: PersonState | None,
    segmenter: Segmenter,
    watch: Stopwatch,
    *,
    gated: bool = False,
    verdict: Verdict | None = None,
) -> tuple[MattedFrame, PersonState]:
    """Finds the person: stages "gate", "segment" and "matte". For gated, verdict and exceptions see process."""
    gate = None
    if verdict is None and gated:
        verdict, gate = detect_motion(frame.image, frame.time, state.gate if state else None)
        watch.lap("gate")
    if verdict == "still" and state is not None and state.settings == settings:
        watch.lap("segment")
        watch.lap("matte")
        return MattedFrame(frame, state.held.alpha, state.held), replace(state, gate=gate)
    sizes = sizes_of(frame.image)
    alpha = segmenter.alpha(enough_for(segmenter.size, sizes, frame.image))
    check_network_alpha(alpha)
    watch.lap("segment")
    full, refined = refine_alpha8(alpha, sizes, state.refined if state else None, settings)
    watch.lap("matte")
    held = HeldAlpha(frame.image, full, sizes)
    state = PersonState(refined, gate, held, settings)
    return MattedFrame(frame, full, held if verdict in ("still", "due") else None, sizes), state


def compose(
    matted: MattedFrame,
    settings: MatteSettings,
    background: Background | None,
    watch: Stopwatch,
    canvases: Canvases | None = None,
) -> Frame:
    """Puts the person in front of the background: stages "background" and "composite". canvases: see process.

    In a cut-out, transparent parts of the frame stay transparent.

    Raises:
        ValueError: the background is not an image of the frame's size. Its own exceptions pass through.
    """
    frame, alpha = matted.frame, matted.alpha
    if background is None:
        result = cut_out(*_as_seen_through(frame, alpha))
    else:
        behind = background.render(frame.image, alpha, frame.time, matted.sizes)
        watch.lap("background")
        if matted.held is not None:
            plan = matted.held.plan
            result = composite_still(frame.image, plan, behind, light_wrap=settings.light_wrap, canvases=canvases)
        else:
            wrap, sizes = settings.light_wrap, matted.sizes
            result = composite(frame.image, alpha, behind, light_wrap=wrap, canvases=canvases, sizes=sizes)
    watch.lap("composite")
    return frame.with_image(result)


def _as_seen_through(frame: Frame, alpha: Alpha) -> tuple[Image, Alpha]:
    if frame.opacity is None:
        return frame.image, alpha
    seen = cv2.multiply(alpha_bytes(alpha), frame.opacity, scale=1 / OPAQUE)
    return without_grey(frame.image, frame.opacity), np.asarray(seen, np.uint8)


def check_network_alpha(alpha: NDArray[np.float32]) -> None:
    """Raises ValueError for an invalid alpha, which could show the room anywhere."""
    if alpha.ndim != 2 or alpha.dtype != np.float32:
        raise ValueError(f"an alpha must be HxW float32, got {alpha.shape} {alpha.dtype}")
    low, high = float(alpha.min()), float(alpha.max())
    if not (low >= -ROUNDING and high <= 1.0 + ROUNDING):  # also fails for NaN
        raise ValueError(f"an alpha must be within 0..1, got {low}..{high}")
