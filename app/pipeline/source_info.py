"""What a source says about itself once it is open."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceInfo:
    """The facts that the rest of the pipeline needs to know about where its pictures come from.

    Attributes:
        name: for people ("Logitech C920", "holiday.mp4").
        key: what CameraSettings.source must say to open the very same source again.
        width, height: of the pictures, px, as far as known now; 0 is unknown.
        fps: pictures a second; 0 is unknown.
        is_demo: the bundled clip.
        is_live: pictures come when they come. A file's come at once and are held until their time.
        is_device: a camera of this machine, whose driver may repeat the last picture for ever.
        silence_s: without a picture for so many seconds it counts as lost.
    """

    name: str
    key: str
    width: int = 0
    height: int = 0
    fps: float = 0.0
    is_demo: bool = False
    is_live: bool = False
    is_device: bool = False
    silence_s: float = 10.0
