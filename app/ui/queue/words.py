"""Status texts of the queue. No Qt."""
from __future__ import annotations

from collections.abc import Sequence

from app.pipeline.render.queue_item import QueueItem
from app.ui.state.words import clock


def words_of(item: QueueItem) -> str:
    """The status of one item."""
    match item.state:
        case "waiting":
            return "Waiting"
        case "running":
            return _running(item)
        case "paused":
            return f"Paused at {_percent(item)}" if item.done else "Paused"
        case "done":
            return " ".join(("Done.", *item.warnings))
        case "failed":
            return f"{item.error}. {item.hint}".strip()
        case "stopped":
            return "Cancelled"


def summary(items: Sequence[QueueItem]) -> str:
    """The status of the whole queue."""
    left = sum(item.unfinished for item in items)
    failed = sum(item.state == "failed" for item in items)
    parts = [f"{left} of {len(items)} to go" if left else f"{len(items)} finished" if items else ""]
    if failed:
        parts.append(f"{failed} failed")
    return ", ".join(part for part in parts if part)


def _running(item: QueueItem) -> str:
    if not item.done:
        return "Starting…"
    left = f", {clock(item.left_s)} left" if item.left_s is not None else ""
    return f"{_percent(item)}{left}"


def _percent(item: QueueItem) -> str:
    part = item.part_done
    return f"{part * 100:.0f} %" if part is not None else f"{item.done} pictures"
