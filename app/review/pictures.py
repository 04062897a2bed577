"""The pictures of a review, read and drawn ahead, so that keys respond at once."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QImage

from app.errors import AppError
from app.ui import qimage
from app.ui.state.jobs import Jobs
from sinet_core.datagen.label_set import Label, read_mask, read_picture
from sinet_core.datagen.overlay import with_long_side, with_overlay

LONG_SIDE_PX = 1200  # small pictures are enlarged, so that the outline is smooth


@dataclass(frozen=True)
class LoadedPicture:
    """A picture without and with its mask, at the same size."""

    plain: QImage
    masked: QImage


class Pictures:
    """Reads ahead in its own thread."""

    AHEAD = 8
    KEPT = 16  # recent ones stay for undo

    def __init__(self, jobs: Jobs, arrived: Callable[[str], None]) -> None:
        """arrived(name) is called in the GUI thread when a picture is ready."""
        self._jobs, self._arrived = jobs, arrived
        self._ready: dict[str, LoadedPicture | AppError] = {}
        self._asked: set[str] = set()

    def want(self, labels: Sequence[Label]) -> None:
        """Reads these in order, unless they are already loaded or loading."""
        for label in labels:
            if label.name not in self._ready and label.name not in self._asked:
                self._asked.add(label.name)
                self._jobs.submit(partial(read, label), partial(self._take_over, label.name))

    def take(self, label: Label) -> LoadedPicture | AppError | None:
        """The picture, the error, or None while it is loading."""
        return self._ready.get(label.name)

    def _take_over(self, name: str, result: LoadedPicture | AppError) -> None:
        self._asked.discard(name)
        self._ready[name] = result
        while len(self._ready) > self.KEPT:
            del self._ready[next(iter(self._ready))]
        self._arrived(name)


def read(label: Label) -> LoadedPicture:
    """Slow. Raises AppError if the picture or its mask cannot be read."""
    image, mask = read_picture(label.picture), read_mask(label.mask)
    if image is None or mask is None:
        path = label.picture if image is None else label.mask
        raise AppError(f"Cannot read '{path.name}'", "Reject it: it is useless for training.")
    image = with_long_side(image, LONG_SIDE_PX)
    return LoadedPicture(qimage.copy(image), qimage.copy(with_overlay(image, mask)))
