"""Clips to measure on: folders of frames and true masks, or videos without known truth."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

import av
import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image, eight_bits
from sinet_core.errors import DataError

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}
VIDEOS = {".mp4", ".mkv", ".webm", ".mov", ".avi", ".mpg", ".mpeg", ".m4v"}


class Moment(NamedTuple):
    """frame: HxWx3 uint8 BGR. truth: the frame's own alpha, HxW float32 0..1; None if unknown."""

    frame: Image
    truth: Alpha | None


class Clip(Protocol):
    """A sequence of frames of one size.

    Attributes:
        name: what the table calls it.
        has_truth: whether every moment has a truth; otherwise none has.
    """

    @property
    def name(self) -> str: ...

    @property
    def has_truth(self) -> bool: ...

    def moments(self) -> Iterator[Moment]:
        """All moments in order of time; every call starts from the beginning."""
        ...


@dataclass(frozen=True)
class FolderClip:
    """CLIP/frames and CLIP/masks (or CLIP/alphas), paired by base name; limit: the maximum number of frames."""

    folder: Path
    limit: int | None = None
    has_truth = True

    @property
    def name(self) -> str:
        return self.folder.name

    def frames(self) -> list[Path]:
        """The frames' files, in order of time. Raises DataError if there are none."""
        return _pictures(self.folder / "frames")[: self.limit]

    def read(self, path: Path) -> Moment:
        """Reads one of frames() and its mask. Raises DataError if it has none or a file cannot be read."""
        frame = read_picture(path, cv2.IMREAD_COLOR)
        mask = read_picture(mask_folder(self.folder) / f"{path.stem}.png", cv2.IMREAD_GRAYSCALE)
        if mask.shape != frame.shape[:2]:
            raise DataError(
                f"Frame and mask '{path.stem}' of '{self.name}' differ in size",
                f"They are {frame.shape[1]}x{frame.shape[0]} and {mask.shape[1]}x{mask.shape[0]}.",
            )
        return Moment(frame, mask.astype(np.float32) / np.float32(255))

    def moments(self) -> Iterator[Moment]:
        """Raises DataError as frames() and read() do."""
        return map(self.read, self.frames())


@dataclass(frozen=True)
class VideoClip:
    """A video file; limit: the maximum number of frames."""

    path: Path
    limit: int | None = None
    has_truth = False

    @property
    def name(self) -> str:
        return self.path.name

    def moments(self) -> Iterator[Moment]:
        """Raises DataError if the file is damaged or not a video."""
        try:
            with av.open(str(self.path)) as container:
                for picture in islice(container.decode(video=0), self.limit):
                    yield Moment(np.asarray(picture.to_ndarray(format="bgr24"), np.uint8), None)
        except (av.FFmpegError, OSError, IndexError) as error:
            raise DataError(f"Cannot read video '{self.path.name}'", "It is damaged or not a video.") from error


def find_clips(folder: Path, limit: int | None = None) -> list[Clip]:
    """Every clip of a folder, sorted by name: sub-folders with frames/ and masks/, and video files.

    Raises:
        DataError: the folder has none.
    """
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    with_truth = [path for path in entries if (path / "frames").is_dir()]
    videos = [path for path in entries if path.is_file() and path.suffix.lower() in VIDEOS]
    clips: list[Clip] = [FolderClip(path, limit) for path in with_truth]
    clips += [VideoClip(path, limit) for path in videos]
    if not clips:
        raise DataError(f"No clips in '{folder}'", "Give a folder with CLIP/frames and CLIP/masks, or with videos.")
    for path in with_truth:
        mask_folder(path)
    return clips


def mask_folder(clip: Path) -> Path:
    """clip/masks or clip/alphas. Raises DataError if there is neither."""
    for name in ("masks", "alphas"):
        if (clip / name).is_dir():
            return clip / name
    raise DataError(f"Folder '{clip.name}' has no masks/", "A mask has its frame's base name and ends in .png.")


def read_picture(path: Path, mode: int) -> Image:
    """Reads a picture in one of OpenCV's modes, uint8. Raises DataError."""
    picture = cv2.imread(str(path), mode) if path.is_file() else None
    if picture is None:
        raise DataError(f"Cannot read picture '{path}'", "It is missing, damaged or not a picture.")
    return eight_bits(picture)


def _pictures(folder: Path) -> list[Path]:
    pictures = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)
    if not pictures:
        raise DataError(f"No pictures in '{folder}'", "A clip's frames are pictures whose names sort in order of time.")
    return pictures
