"""A video's description of itself (title, date, place, chapters), carried over into the output."""
from __future__ import annotations

from typing import Any

# Facts about the input's container, which would be wrong for the output's.
OF_THE_FILE = frozenset({
    "major_brand", "minor_version", "compatible_brands", "encoder", "duration", "handler_name", "vendor_id", "rotate",
    "timecode",
})  # fmt: skip
# Phones use their own names for these.
SAME = {
    "com.apple.quicktime.creationdate": "date",
    "com.apple.quicktime.location.iso6709": "location",
    "com.apple.quicktime.make": "make",
    "com.apple.quicktime.model": "model",
    "location-eng": "location",
}
OF_A_TRACK = ("title", "language")


def carried(metadata: dict[str, str]) -> dict[str, str]:
    """The part of a file's metadata that is also true for files made from it."""
    kept = {key: text for key, text in metadata.items() if key.lower() not in OF_THE_FILE and not _is_counted(key)}
    for key, text in metadata.items():
        name = SAME.get(key.lower())
        if name is not None:
            kept.setdefault(name, text)
    return kept


def carried_of_track(metadata: dict[str, str]) -> dict[str, str]:
    """The same for a track. MP4 calls the title a name."""
    kept = {key: metadata[key] for key in OF_A_TRACK if key in metadata}
    return {"title": metadata["name"], **kept} if "name" in metadata else kept


def moved_chapters(chapters: list[dict[str, Any]], start: float, seconds: float) -> list[dict[str, Any]]:
    """The chapters of an output that begins at start of the input and is at most that many seconds long."""
    moved = []
    for chapter in chapters:
        base = chapter["time_base"]
        begin, end = (float(chapter[side] * base) - start for side in ("start", "end"))
        if end > 0 and begin < seconds:
            begin, end = max(begin, 0.0), min(end, seconds)
            moved.append({**chapter, "start": round(begin / base), "end": round(end / base)})
    return moved


def _is_counted(key: str) -> bool:
    """Whether it is a statistic that Matroska writers add: BPS, NUMBER_OF_FRAMES, _STATISTICS_TAGS ..."""
    return key.startswith(("_STATISTICS", "BPS", "NUMBER_OF_", "DURATION"))
