"""What the window shows, folded from a session's events: plain values and pure functions, no Qt."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from app.errors import AppError
from app.pipeline import events
from app.pipeline.events import Event

Phase = Literal["opening", "live", "lost", "ended", "failed"]
EnginePhase = Literal["loading", "ready", "failed"]
CastPhase = Literal["off", "starting", "on"]


@dataclass(frozen=True)
class ViewState:
    """The state of the picture.

    Attributes:
        phase: of the source; "failed" means that there is no picture and no more retries.
        source_name: its name for people.
        source_size: "1280×720", "" while unknown.
        source_fps: frames per second that it delivers, 0 while unknown.
        seconds: the length of a video that can be paused and sought in, else 0.
        source_id: its id in the settings, "" while unknown.
        is_demo: the source is the bundled clip.
        engine: state of the network; unless "ready", only the background is shown.
        recording: a file is being written; recording_paused: it is paused.
        keeps_camera: the room is in that file.
        countdown: seconds until a recording begins, 0 if none is about to.
        muted: the microphone is recorded as silence.
        paused: the source, a video, is paused.
        cast: whether other programs see the composite as a camera.
        loading: the chosen background is loading; the previous one is still shown.
        error: why the source was lost or failed.
        engine_error: why the engine failed.
    """

    phase: Phase = "opening"
    source_name: str = ""
    source_size: str = ""
    source_fps: float = 0.0
    seconds: float = 0.0
    source_id: str = ""
    is_demo: bool = False
    engine: EnginePhase = "loading"
    recording: bool = False
    keeps_camera: bool = False
    recording_paused: bool = False
    countdown: int = 0
    muted: bool = False
    paused: bool = False
    cast: CastPhase = "off"
    loading: bool = False
    error: AppError | None = None
    engine_error: AppError | None = None


def fold(state: ViewState, event: Event) -> ViewState:
    """The state after the event."""
    match event:
        case events.SourceOpened():
            size = f"{event.width}×{event.height}"
            return replace(state, phase="live", source_name=event.name, source_size=size, source_fps=event.fps,
                           seconds=event.seconds, paused=False,
                           source_id=event.source_id, is_demo=event.is_demo, error=None)
        case events.SourceLost():
            return replace(_of_source(state, event), phase="lost", error=event.error)
        case events.SourceEnded():
            phase: Phase = "failed" if event.error else "ended"
            return replace(_of_source(state, event), phase=phase, error=event.error)
        case events.EngineReady() | events.EngineWorks():
            return replace(state, engine="ready", engine_error=None)
        case events.EngineFailed():
            return replace(state, engine="failed", engine_error=event.error)
        case events.RecordingStarted():
            return replace(state, recording=True, recording_paused=False, keeps_camera=event.keeps_camera)
        case events.RecordingPaused():
            return replace(state, recording_paused=event.paused)
        case events.RecordingStopped() | events.RecordingFailed():
            return replace(state, recording=False, recording_paused=False, keeps_camera=False)
        case events.VirtualCameraStarted():
            return replace(state, cast="on")
        case events.VirtualCameraStopped():
            return replace(state, cast="off")
        case _:
            return state


def has_begun(state: ViewState) -> bool:
    """Whether the first composite has everything it needs, or will never come."""
    if state.phase == "live":
        return state.engine != "loading"
    return state.phase != "opening" or state.engine == "failed"


def _of_source(state: ViewState, event: events.SourceLost | events.SourceEnded) -> ViewState:
    """Forgets what was known of another source."""
    if event.name == state.source_name and event.source_id in ("", state.source_id):
        return state
    return replace(state, source_name=event.name, source_size="", source_fps=0.0, seconds=0.0,
                   source_id=event.source_id, is_demo=False)
