"""For files: finds the alpha of a frame from the frames before and after it, so frames come out later than they go
in."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.pipeline.frame import Frame
from app.pipeline.process.matted_frame import MattedFrame
from app.pipeline.process.stages import check_network_alpha
from app.pipeline.stats import Stopwatch
from app.settings import Settings
from sinet_core.inference.segmenter import Segmenter
from sinet_core.matting.look_ahead import LookAheadState, refine_ahead, rest
from sinet_core.pyramid import Sizes, enough_for, finer, sizes_of

Ready = tuple[MattedFrame, Settings]
"""A frame without its zones, and the settings that it came with."""


@dataclass(frozen=True, eq=False)
class _Held:
    """Frames that wait for their alpha, at most sinet_core.matting.look_ahead.REACH + 1, and what it needs."""

    frames: tuple[tuple[Frame, Sizes, Settings], ...] = ()
    state: LookAheadState | None = None


class LookAhead:
    """Holds a few frames. Belongs to one thread."""

    def __init__(self, segmenter: Segmenter, watch: Stopwatch) -> None:
        """watch: times "segment" and "matte"."""
        self._segmenter, self._watch = segmenter, watch
        self._held = _Held()  # replaced in one step, so that an interrupt never separates a frame from its alpha

    @property
    def waiting(self) -> int:
        """How many frames have not come out yet."""
        return len(self._held.frames)

    def take(self, frame: Frame, settings: Settings) -> Iterator[Ready]:
        """The frames that are ready once this one was added. settings: of this frame.

        Raises:
            ValueError: the segmenter returned an invalid alpha; the frame is not taken. Its own exceptions pass
                through.
        """
        held, sizes = self._held, sizes_of(frame.image)
        alpha = self._segmenter.alpha(enough_for(self._segmenter.size, sizes, frame.image))
        check_network_alpha(alpha)
        self._watch.lap("segment")
        ready, state = refine_ahead(alpha, finer(sizes, frame.image), held.state, settings.matte)
        self._watch.lap("matte")
        frames = (*held.frames, (frame, sizes, settings))
        self._held = _Held(frames if ready is None else frames[1:], state)
        if ready is not None:
            first, its_sizes, its_settings = frames[0]
            yield MattedFrame(first, ready, sizes=its_sizes), its_settings

    def rest(self) -> Iterator[Ready]:
        """The remaining frames, at the end or before a jump."""
        held, self._held = self._held, _Held()
        for (frame, sizes, settings), alpha in zip(held.frames, rest(held.state), strict=True):
            self._watch.lap("matte")
            yield MattedFrame(frame, alpha, sizes=sizes), settings
