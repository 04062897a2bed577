"""Notices: one-time messages derived from a session's events. No Qt."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.errors import AppError
from app.pipeline import events
from app.pipeline.events import Event
from app.pipeline.takes.take_settings import SUFFIX
from app.ui.state.words import clock, megabytes

NoticeKind = Literal["good", "bad", "info"]
Act = Literal["", "retry", "demo", "cameras", "address", "show_file", "open_folder"]


@dataclass(frozen=True)
class Notice:
    """A one-time message. Important ones stay until they are read; others disappear by themselves.

    Attributes:
        matters: good news that stays; bad news always stays.
        act: what its button does; path: the file it is about.
        topic: the subject; the notice is removed once that is well again, see topic_of.
    """

    kind: NoticeKind
    title: str
    hint: str = ""
    act: Act = ""
    path: Path | None = None
    topic: str = ""
    matters: bool = False

    @property
    def stays(self) -> bool:
        return self.matters or self.kind == "bad"


def notice_of(event: Event) -> Notice | None:
    """The notice for an event, if it has one."""
    match event:
        case events.RecordingStopped(path=path, seconds=seconds, bytes=size, error=None, silent=silent, parts=parts):
            kind = "Take kept" if path.suffix == SUFFIX else "Recording saved"
            title = f"{kind} without sound" if silent else kind
            name = path.name if parts == 1 else f"{path.name} and {_following(parts)}"
            facts = f"{name} · {clock(seconds)} · {megabytes(size)}"
            return Notice("good", title, facts, "show_file", path, matters=silent)
        case events.RecordingStopped(path=path, error=AppError() as error):
            hint = f"{error.hint} The recording up to that point is in {path.name}.".strip()
            return Notice("bad", error.title, hint, "show_file", path, _topic_of_failure(event))
        case events.SnapshotSaved(path=path):
            return Notice("good", "Picture saved", path.name, "show_file", path)
        case events.VirtualCameraStarted(device=device):
            return Notice("good", "Your picture is ready for calls", f"Choose “{device}” as the camera in your call.")
        case events.SoundLost(error=error):
            hint = f"Recording continues without sound. {error.hint}"
            return Notice("bad", error.title, hint, topic="sound")
        case events.EncoderLost(in_next_file=in_next_file):
            where = " in a new file" if in_next_file else ""
            hint = f"Recording continues without it{where}. Nothing is missing."
            return Notice("info", "The graphics processor failed to encode", hint, matters=True)
        case events.EngineKept(error=error):
            hint = f"The current network stays in use. {error.hint}"
            return Notice("bad", error.title, hint, topic=_topic_of_failure(event))
        case (events.BackgroundFailed(error=error) | events.RecordingFailed(error=error)
              | events.SnapshotFailed(error=error) | events.VirtualCameraStopped(error=AppError() as error)):
            return Notice("bad", error.title, error.hint, topic=_topic_of_failure(event))
        case _:
            return None


def _following(parts: int) -> str:
    return "part 2" if parts == 2 else f"parts 2 to {parts}"


def topic_of(event: Event) -> str:
    """The topic that is well from this event on, or ""."""
    match event:
        case events.RecordingStarted():
            return "recording"
        case events.BackgroundLoaded():
            return "background"
        case events.SoundBack():
            return "sound"
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
        case events.RecordingFailed() | events.RecordingStopped():
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
