"""The card over the picture. No Qt."""
from __future__ import annotations

from dataclasses import dataclass

from app.ui.state.notices import Act
from app.ui.state.view_state import ViewState


@dataclass(frozen=True)
class CardContent:
    """The card over the picture: an icon, two lines, and buttons (what they do, what they say)."""

    icon: str
    title: str
    text: str
    buttons: tuple[tuple[Act, str], ...] = ()
    busy: bool = False


def overlay_of(state: ViewState) -> CardContent | None:
    """The card to show over the picture, or None if none is needed."""
    if state.phase == "live":
        return _live(state)
    if state.phase == "opening":
        text = "Your room is hidden from the very first frame."
        return CardContent("camera", "Starting camera…", text, busy=True)
    if state.phase == "lost":
        return _lost(state)
    if state.phase == "ended":
        return CardContent("play", "The video has ended", state.source_name, (("retry", "Play again"), *_others(state)))
    title = state.error.title if state.error else "No camera found"
    hint = state.error.hint if state.error else "Plug one in, or try the demo clip."
    return CardContent("camera-off", title, hint, (("retry", "Try again"), *_others(state)))


def _live(state: ViewState) -> CardContent | None:
    if state.engine == "loading":
        return CardContent("matte", "Getting ready…", "Your room stays hidden until Backdrop has found you.", busy=True)
    if state.engine == "failed" and state.engine_error is not None:
        return CardContent("warning", state.engine_error.title, state.engine_error.hint)
    return None


def _lost(state: ViewState) -> CardContent:
    hint = state.error.hint if state.error else ""
    text = f"{hint} Reconnecting automatically{'; recording continues' if state.recording else ''}.".strip()
    title = state.error.title if state.error else f"{state.source_name or 'The camera'} was disconnected"
    return CardContent("camera-off", title, text, _others(state), busy=True)


def _others(state: ViewState) -> tuple[tuple[Act, str], ...]:
    """Buttons for other sources. The demo is never offered during a recording: it would end up in the take."""
    ways: list[tuple[Act, str]] = [("cameras", "Choose another camera")]
    if "://" in state.source_id:
        ways.insert(0, ("address", "Change address"))
    if not state.recording:
        ways.append(("demo", "Use demo clip"))
    return tuple(ways)
