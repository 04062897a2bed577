"""A picture file read as if it were a video: a still has one frame, an animated picture several."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.pipeline.decode.damage import Damage, Listeners
from app.pipeline.decode.frames.conversion import shrinking
from app.pipeline.decode.limits import FILE_MAX_SIDE_PX
from app.pipeline.decode.stills.pictures import (
    DAMAGED,
    animation_length,
    is_animated,
    iter_animation,
    load_picture,
    load_still,
    stored_size,
)
from app.pipeline.decode.video_info import VideoInfo
from app.pipeline.frame import Frame, Image


def picture_info(path: Path) -> VideoInfo:
    """What path would be as a video. Raises AppError as load_picture."""
    height, width = load_picture(path, max_side=FILE_MAX_SIDE_PX).shape[:2]
    if is_animated(path):
        count, shown = animation_length(path)
        return VideoInfo(width, height, 1 / shown, count, count * shown, False)
    return VideoInfo(width, height, 0.0, 1, 0.0, False)


def iter_picture(path: Path, told: Listeners) -> Iterator[Frame]:
    """Every frame of a picture file, read-only. Raises AppError as load_picture, and at once."""
    still = load_still(path, max_side=FILE_MAX_SIDE_PX)
    _note_shrinking(path, still.image, told)
    return _iter_checked(path, told) if is_animated(path) else iter([still])


def _note_shrinking(path: Path, image: Image, told: Listeners) -> None:
    height, width = image.shape[:2]
    stored = stored_size(path)
    if stored not in ((width, height), (height, width)):
        told.note(shrinking(stored, (width, height)))


def _iter_checked(path: Path, told: Listeners) -> Iterator[Frame]:
    count = 0
    try:
        for frame in iter_animation(path):
            count += 1
            yield frame
    except DAMAGED:
        told.damage(Damage(count, animation_length(path)[0]))
