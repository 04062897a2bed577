"""Times, sizes and names as people read them."""
from __future__ import annotations

from pathlib import Path

from app.pipeline.decode.address import stream_name
from app.ui.state.view_state import ViewState


def title_of(source: str) -> str:
    """A source's name when no better one is known."""
    if source.startswith("camera:"):
        return "Camera (not connected)"
    return stream_name(source) if "://" in source else Path(source).name


def record_words(state: ViewState) -> str:
    """What the record button and its key do now."""
    if state.countdown:
        return "Cancel the countdown"
    return "Stop recording" if state.recording else "Start recording"


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
