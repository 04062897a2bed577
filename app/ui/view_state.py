"""What the window shows, folded from a session's events: plain values and pure functions, no Qt."""
from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from app.errors import AppError
from app.pipeline import events
from app.pipeline.events import Event

Phase = Literal["opening", "live", "lost", "ended", "failed"]
EnginePhase = Literal["loading", "ready", "failed"]
CastPhase = Literal["off", "starting", "on"]
NoticeKind = Literal["good", "bad", "info"]
Act = Literal["", "retry", "demo", "show_file", "open_folder"]


@dataclass(frozen=True)
class ViewState:
    """The state of the picture.

    Attributes:
        phase: of the source; "failed" means that there is no picture and nobody tries any more.
        source: its name for people.
        source_size: "1280×720", "" while unknown.
        source_key: what names it in the settings, "" while unknown.
        is_demo: the source is the bundled clip.
        engine: of the network; unless it is "ready" only the background is shown.
        recording: a file is being written.
        cast: whether other programs see the composite as a camera.
        error: why the source was lost or failed.
        engine_error: why the engine failed.
    """

    phase: Phase = "opening"
    source: str = ""
    source_size: str = ""
    source_key: str = ""
    is_demo: bool = False
    engine: EnginePhase = "loading"
    recording: bool = False
    cast: CastPhase = "off"
    error: AppError | None = None
    engine_error: AppError | None = None


@dataclass(frozen=True)
class Notice:
    """Something to tell once: bad news in a banner, the rest in a toast that goes by itself.

    Attributes:
        act: what its button does; path: with which file.
        topic: what it is about, so that it goes when that is well again; see topic_of.
    """

    kind: NoticeKind
    title: str
    hint: str = ""
    act: Act = ""
    path: Path | None = None
    topic: str = ""


@dataclass(frozen=True)
class Overlay:
    """The card over the picture: an icon, two lines, and buttons (what they do, what they say)."""

    icon: str
    title: str
    text: str
    buttons: tuple[tuple[Act, str], ...] = ()
    busy: bool = False


def fold(state: ViewState, event: Event) -> ViewState:
    """The state after the event."""
    match event:
        case events.SourceOpened():
            size = f"{event.width}×{event.height}"
            return replace(state, phase="live", source=event.name, source_size=size,
                           source_key=event.key, is_demo=event.is_demo, error=None)
        case events.SourceLost():
            return replace(_of_source(state, event.name), phase="lost", error=event.error)
        case events.SourceEnded():
            phase: Phase = "failed" if event.error else "ended"
            return replace(_of_source(state, event.name), phase=phase, error=event.error)
        case events.EngineReady() | events.EngineWorks():
            return replace(state, engine="ready", engine_error=None)
        case events.EngineFailed():
            return replace(state, engine="failed", engine_error=event.error)
        case events.RecordingStarted():
            return replace(state, recording=True)
        case events.RecordingStopped() | events.RecordingFailed():
            return replace(state, recording=False)
        case events.VirtualCameraStarted():
            return replace(state, cast="on")
        case events.VirtualCameraStopped():
            return replace(state, cast="off")
        case _:
            return state


def _of_source(state: ViewState, name: str) -> ViewState:
    """What was known of another source says nothing of this one."""
    if name == state.source:
        return state
    return replace(state, source=name, source_size="", source_key="", is_demo=False)


def notice_of(event: Event) -> Notice | None:
    """What an event tells the user beside the picture, if anything."""
    match event:
        case events.RecordingStopped(path=path, seconds=seconds, bytes=size, error=None, silent=silent):
            sound = " · no sound" if silent else ""
            facts = f"{path.name} · {clock(seconds)} · {megabytes(size)}{sound}"
            return Notice("good", "Recording saved", facts, "show_file", path)
        case events.RecordingStopped(path=path, error=AppError() as error):
            hint = f"{error.hint} What was recorded until then is in {path.name}.".strip()
            return Notice("bad", error.title, hint, "show_file", path, _topic_of_failure(event))
        case events.SnapshotSaved(path=path):
            return Notice("good", "Picture saved", path.name, "show_file", path)
        case events.VirtualCameraStarted(device=device):
            return Notice("good", "You are on the virtual camera", f"Choose “{device}” in your call.")
        case events.SoundLost(error=error):
            hint = f"The recording goes on without sound. {error.hint}"
            return Notice("bad", error.title, hint, topic=_topic_of_failure(event))
        case events.EngineKept(error=error):
            hint = f"The network that runs goes on. {error.hint}"
            return Notice("bad", error.title, hint, topic=_topic_of_failure(event))
        case (events.BackgroundFailed(error=error) | events.RecordingFailed(error=error)
              | events.SnapshotFailed(error=error) | events.VirtualCameraStopped(error=AppError() as error)):
            return Notice("bad", error.title, error.hint, topic=_topic_of_failure(event))
        case _:
            return None


def topic_of(event: Event) -> str:
    """What is well from this event on, or ""."""
    match event:
        case events.RecordingStarted():
            return "recording"
        case events.BackgroundLoaded():
            return "background"
        case events.SnapshotSaved():
            return "snapshot"
        case events.VirtualCameraStarted():
            return "camera"
        case events.EngineReady() | events.EngineWorks():
            return "engine"
        case _:
            return ""


def _topic_of_failure(event: Event) -> str:
    match event:
        case events.RecordingFailed() | events.RecordingStopped() | events.SoundLost():
            return "recording"
        case events.BackgroundFailed():
            return "background"
        case events.SnapshotFailed():
            return "snapshot"
        case events.VirtualCameraStopped():
            return "camera"
        case events.EngineKept():
            return "engine"
        case _:
            return ""


def overlay_of(state: ViewState) -> Overlay | None:
    """The card that belongs over the picture, or None when the picture speaks for itself."""
    if state.phase == "live":
        return _live(state)
    if state.phase == "opening":
        text = "Your room stays hidden from the first picture on."
        return Overlay("camera", "Starting camera…", text, busy=True)
    if state.phase == "lost":
        return _lost(state)
    if state.phase == "ended":
        again: tuple[tuple[Act, str], ...] = (("retry", "Play again"), ("demo", "Use demo clip"))
        return Overlay("play", "The clip is over", state.source, again)
    title = state.error.title if state.error else "No camera found"
    hint = state.error.hint if state.error else "Plug one in, or look around with the demo clip."
    return Overlay("camera-off", title, hint, (("retry", "Try again"), ("demo", "Use demo clip")))


def _live(state: ViewState) -> Overlay | None:
    if state.engine == "loading":
        return Overlay("matte", "Getting ready…", "Your room stays hidden until you are cut out.", busy=True)
    if state.engine == "failed" and state.engine_error is not None:
        return Overlay("warning", state.engine_error.title, state.engine_error.hint)
    return None


def _lost(state: ViewState) -> Overlay:
    hint = state.error.hint if state.error else ""
    text = f"{hint} It is tried again by itself{'; the recording goes on' if state.recording else ''}.".strip()
    title = state.error.title if state.error else f"{state.source or 'The camera'} is gone"
    return Overlay("camera-off", title, text, (("demo", "Use demo clip"),), busy=True)


def clock(seconds: float) -> str:
    """'0:07', '12:34', '1:02:03'."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def megabytes(size: int) -> str:
    """'0.4 MB', '12 MB', '1.3 GB'."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.1f} MB" if size < 10_000_000 else f"{size / 1e6:.0f} MB"
