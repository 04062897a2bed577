"""The process thread's view of its session."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.pipeline.background.background import Background
from app.pipeline.events import Event
from app.pipeline.frame import Frame
from app.pipeline.process.view import View
from app.pipeline.takes.kept_frame import KeptFrame
from app.settings import BackgroundSettings, Settings
from sinet_core.inference.segmenter import Segmenter


class CompositeOutputs(Protocol):
    """What the process thread needs from the outputs besides the preview."""

    def fulfil_wishes(self) -> bool:
        """Opens and closes outputs as requested; True if the next composite should go to write."""
        ...

    def keeps_camera(self) -> bool:
        """Whether the running take keeps the camera's picture, because the user asked for that."""
        ...

    def wants_cut_out(self) -> bool:
        """Whether an output needs the person alone, with alpha."""
        ...

    def write(self, frame: Frame, kept: KeptFrame | None = None, cut_out: Frame | None = None) -> None:
        """Accepts a read-only composite.

        kept: for a take that keeps the camera's picture, and for nothing else. cut_out: the same person alone
        (HxWx4 BGRA), for transparent outputs.
        """
        ...


@dataclass(frozen=True)
class WorkerContext:
    """How the process thread reaches the rest of a session. Every member is called from its thread.

    Attributes:
        settings: the current ones.
        view: what the preview should show besides the composite.
        epoch: the opening of the source that may be shown.
        live: whether frames are coming from it.
        new_segmenter, new_background: loaded since the last call, or None.
        reload_segmenter: asks for another attempt.
        behind: the settings of the background loaded last.
        publish: shows a composite.
        preview_visible: whether anybody can see the preview.
        measured: called after a frame was processed and metered, with the time.
        on_event: reports an event.
    """

    settings: Callable[[], Settings]
    view: Callable[[], View]
    epoch: Callable[[], int]
    live: Callable[[], bool]
    new_segmenter: Callable[[], Segmenter | None]
    new_background: Callable[[], Background | None]
    reload_segmenter: Callable[[], None]
    publish: Callable[[Frame], None]
    on_event: Callable[[Event], None]
    preview_visible: Callable[[], bool] = lambda: True
    measured: Callable[[float], None] = lambda _now: None
    behind: Callable[[], BackgroundSettings] = BackgroundSettings
