"""What a session is made of: how it opens devices and files, and how long it waits for them."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.pipeline.background.background import Background
from app.pipeline.background.opening import open_background
from app.pipeline.capture.timeouts import DEFAULT_TIMEOUTS, Timeouts
from app.pipeline.events import VirtualCameraStarted, VirtualCameraStopped
from app.pipeline.sinks.outputs import OpenCamera
from app.pipeline.sinks.sink import Running
from app.pipeline.sinks.snapshot import save_snapshot
from app.pipeline.sinks.snapshots import SaveSnapshot
from app.pipeline.sinks.take import OpenRecorder
from app.pipeline.sound.desk import SoundDesk
from app.pipeline.sources.opening import open_source
from app.pipeline.sources.source import Source
from app.pipeline.tuning.choice import EngineChoice, open_choice
from app.pipeline.tuning.governor import Costs
from app.settings import BackgroundSettings, CameraSettings
from sinet_core.inference.segmenter import Segmenter


def open_camera(fps: float, on_event: Callable[[VirtualCameraStarted | VirtualCameraStopped], None]) -> Running:
    """The virtual camera of this machine."""
    from app.pipeline.sinks.virtual_camera import VirtualCamera  # loaded on demand, with FFmpeg

    return VirtualCamera(fps, on_event)


def _nothing_known(_engine: str) -> Costs | None:
    return None


@dataclass(frozen=True)
class SessionParts:
    """The defaults are the real ones; tests replace them.

    Attributes:
        open_source, open_segmenter, open_background, open_recorder, open_camera: open what the settings name.
        save_snapshot: writes one.
        sound: the microphones; None: a desk of the session's own.
        timeouts: of the source.
        machine_costs: an engine's timings on this machine from an earlier start.
        keep_costs: receives new timings; None: they are not kept.
    """

    open_source: Callable[[CameraSettings], Source] = open_source
    open_segmenter: Callable[[EngineChoice], Segmenter] = open_choice
    open_background: Callable[[BackgroundSettings], Background] = open_background
    open_recorder: OpenRecorder | None = None
    open_camera: OpenCamera = open_camera
    save_snapshot: SaveSnapshot = save_snapshot
    sound: SoundDesk | None = None
    timeouts: Timeouts = DEFAULT_TIMEOUTS
    machine_costs: Callable[[str], Costs | None] = _nothing_known
    keep_costs: Callable[[str, Costs], None] | None = None


REAL_PARTS = SessionParts()
