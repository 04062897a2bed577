"""What the session measures of itself."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Stats:
    """A snapshot of the running figures; averages over about the last second.

    Attributes:
        fps: composites a second.
        latency_ms: from capture to the published composite.
        dropped: pictures that were captured and never processed, since start.
        stage_ms: milliseconds a frame by stage: segment, matte, background, composite.
        engine: one line ("SINet 224×224 · OpenVINO"), "" while loading.
        recording: the file being written, or None.
        recorded_seconds, recorded_bytes: of that file.
    """

    fps: float = 0.0
    latency_ms: float = 0.0
    dropped: int = 0
    stage_ms: dict[str, float] = field(default_factory=dict)
    engine: str = ""
    recording: Path | None = None
    recorded_seconds: float = 0.0
    recorded_bytes: int = 0
