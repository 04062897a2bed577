"""The texts of the status line. No Qt."""
from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.stats import Stats
from app.settings import EngineSettings
from app.ui.state.view_state import ViewState
from app.ui.state.words import clock

SLOW_SHARE = 0.75  # of the source's frames
USUAL_FPS = 20.0  # if the source does not say
LOOKS = 4  # in a row, half a second apart, so that a brief dip is not reported


@dataclass
class SlowWatch:
    """Notices when frames stay slow for more than a moment, and says what helps."""

    _looks: int = 0
    _dropped: int = 0

    def look(self, stats: Stats, state: ViewState, engine: EngineSettings) -> str:
        """Call with every update of the figures; returns "" while all is well."""
        lost, self._dropped = stats.dropped - self._dropped, stats.dropped
        wanted = state.source_fps or USUAL_FPS
        settled = state.phase == "live" and state.engine == "ready" and not state.paused and stats.fps > 0
        self._looks = self._looks + 1 if settled and stats.fps < SLOW_SHARE * wanted else 0
        if self._looks < LOOKS:
            return ""
        return f"Slow: {_what_helps(engine) if lost else _what_the_source_needs(state.source_id, engine)}"


def _what_the_source_needs(source_id: str, engine: EngineSettings) -> str:
    """What helps if every frame that arrived was shown. A file arrives as fast as the machine reads it."""
    if source_id.startswith("camera:"):
        return "the camera is sending too few frames. More light often helps."
    if "://" in source_id:
        return "the network camera is sending too few frames. Try a lower resolution in its settings."
    return _what_helps(engine)


def _what_helps(engine: EngineSettings) -> str:
    if engine.effort not in ("auto", "least"):
        return "choose a faster Detail, or Automatic, under Speed."
    if engine.effort == "auto" and engine.budget < 100:
        return "close other programs, or raise the Processor limit under Speed."
    return "close other programs, or choose a lower resolution."


def doing(stats: Stats, state: ViewState) -> str:
    """What else is done with the picture: recording, calls."""
    if not state.recording:
        recording = ""
    elif stats.recorded_seconds or stats.recording is not None:
        what = "Recording paused at" if state.recording_paused else "Recording"
        recording = f"{what} {clock(stats.recorded_seconds)}"
    else:
        recording = "Saving the recording…"
    calls = "Available in calls" if state.cast == "on" else ""
    return " · ".join(filter(None, (recording, calls)))
