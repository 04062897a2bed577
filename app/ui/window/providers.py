"""What the window is given from outside."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from app.pipeline.frame import Frame
from app.pipeline.sound.device import MicrophoneInfo
from app.ui.gallery.items import Bundled
from app.ui.panels.source_list import Camera


@dataclass(frozen=True)
class Providers:
    """Free of Qt except for the thumbnail's result.

    Attributes:
        take: returns the latest composite or None.
        bundled: the backgrounds that come with the app.
        thumbnail, cameras, microphones: slow, so called in a worker thread.
    """

    take: Callable[[], Frame | None]
    bundled: Sequence[Bundled]
    thumbnail: Callable[[Path], QImage]
    cameras: Callable[[], Sequence[Camera]]
    microphones: Callable[[], Sequence[MicrophoneInfo]]
