"""A still picture as a source."""
from __future__ import annotations

from pathlib import Path

from app.pipeline.decode.limits import LIVE_MAX_SIDE_PX
from app.pipeline.decode.stills.pictures import load_picture
from app.pipeline.frame import Frame
from app.pipeline.sources.source import SourceInfo

STILL_FPS = 5.0


class PictureSource:
    """A still picture, delivered repeatedly at a low rate."""

    def __init__(self, path: Path) -> None:
        """Raises AppError as load_picture does."""
        self._image = load_picture(path, max_side=LIVE_MAX_SIDE_PX)
        height, width = self._image.shape[:2]
        self.info = SourceInfo(path.name, str(path), width, height, fps=STILL_FPS)
        self._index = 0

    def read(self) -> Frame | None:
        self._index += 1
        return Frame(self._image, (self._index - 1) / STILL_FPS, self._index - 1)

    def close(self) -> None:
        """Nothing to close."""
