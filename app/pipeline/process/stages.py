"""One frame in, one composite out: for the window, for files and for the benchmark. Pure but for the clock."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.pipeline.background.background import Background
from app.pipeline.frame import Frame
from app.pipeline.process.matted_frame import HeldAlpha, MattedFrame
from app.pipeline.stats import Stopwatch
from app.settings import Settings
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
    """frame: the read-only composite. state: for the next frame. moved: False where the alpha before still holds.

    cut_out: the person alone, HxWx4 BGRA, if it was asked for.
    """

    frame: Frame
    state: PersonState
    moved: bool
    cut_out: Frame | None = None


class CompositeError(Exception):
    """The person was found, and then something failed: its __cause__.

    Attributes:
        state: for the next frame.
    """

    def __init__(self, state: PersonState) -> None:
        super().__init__("a frame could not be composed")
        self.state = state


@dataclass(frozen=True, eq=False)
class PersonState:
    """What finding the person remembers of the frames before. At the start, or after a jump: None.

    Attributes:
        refined: of sinet_core.matting.matte.refine.
        gate: of sinet_core.matting.motion_gate.detect_motion; None without the gate.
        held: the newest alpha.
        settings: that it was made with.
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
    """Frame -> composite, as the outputs get it: the matte, the zones, the mirror, the background.

    Args:
        frame: as the camera sees it.
        state: of the frame before; None for the first one, and after a jump.
        source_id: which source the frame is from, for its zones.
        settings: of which matte, zones and mirror.output are used.
        segmenter: finds the person.
        background: what to put behind; None: the person is cut out, HxWx4 BGRA.
        gated: while nothing moves the alpha is kept for up to half a second (sinet_core.matting.motion_gate).
            For eyes; files do not.
        verdict: what the motion gate said of this frame when it was live: the gate is not asked again.
        cut: the person is wanted alone, too, for what can be transparent.
        canvases: of those that composed for the same reader; a composite that nobody holds any more is painted over.
        watch: notes "gate" if gated, "segment", "matte", "background" and "composite".

    Raises:
        ValueError: the segmenter returned something that cannot be an alpha; and whatever it raises itself.
        CompositeError: caused by what the background raised, or by a background that cannot be a picture.
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
    """Finds the person: stages "gate", "segment" and "matte". gated, verdict, and what is raised: see process."""
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
    """Puts the person before the background: stages "background" and "composite". canvases: see process.

    Raises:
        ValueError: the background is no picture of the frame's size; and whatever it raises itself.
    """
    frame, alpha = matted.frame, matted.alpha
    if background is None:
        result = cut_out(frame.image, alpha)
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


def check_network_alpha(alpha: NDArray[np.float32]) -> None:
    """Raises ValueError: an alpha that is no alpha would show the room in unforeseeable places."""
    if alpha.ndim != 2 or alpha.dtype != np.float32:
        raise ValueError(f"an alpha is HxW float32, not {alpha.shape} {alpha.dtype}")
    low, high = float(alpha.min()), float(alpha.max())
    if not (low >= -ROUNDING and high <= 1.0 + ROUNDING):  # written so that NaN fails too
        raise ValueError(f"an alpha is within 0..1, not {low}..{high}")
