"""People filmed before a plain wall and keyed; composited before rooms they give real motion with truth.

A keyed mask is hard and keeps a rim of the wall, so it is pulled in and softened first. A frame's
truth is the alpha that it was mixed with, not the mask that the alpha came from.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.clips import FolderClip, Moment, find_clips
from sinet_core.benchmark.rooms import KINDS, Room, shuffled_rooms
from sinet_core.benchmark.sequences import Setting
from sinet_core.benchmark.webcam import Webcam, make_webcam
from sinet_core.compositing.edge_colors import clean_foreground
from sinet_core.errors import DataError

RIM_PX, SOFT_PX = 5, 1.0  # of the keyed picture


@dataclass(frozen=True, eq=False)
class KeyedClip:
    """One filmed person, one room, one camera. The person fills the frame's height from the lower border."""

    source: FolderClip
    room: Room
    webcam: Webcam
    setting: Setting
    has_truth = True

    @property
    def name(self) -> str:
        return f"{self.source.name}-{self.room.kind}"

    def moments(self) -> Iterator[Moment]:
        """At most setting.frames; ends with the filmed clip. Raises DataError if that cannot be read."""
        for index, filmed in enumerate(islice(self.source.moments(), self.setting.frames)):
            assert filmed.truth is not None
            t = index / self.setting.fps
            person, alpha = placed(*cut_out(filmed.frame, filmed.truth), self.setting.frame_size)
            share = alpha[..., None]
            scene = person * share + self.room.render(t) * (1 - share)
            yield Moment(self.webcam.shoot(np.asarray(scene, np.float32), index, t), alpha)


def cut_out(frame: Image, mask: Alpha) -> tuple[Image, Alpha]:
    """(the person's own colours, a soft alpha without the rim), both at frame size."""
    inner = cv2.erode(mask, np.ones((RIM_PX, RIM_PX), np.uint8))
    alpha = np.asarray(cv2.GaussianBlur(inner, (0, 0), SOFT_PX), np.float32)
    return clean_foreground(frame, alpha), alpha


def placed(image: Image, alpha: Alpha, frame_size: tuple[int, int]) -> tuple[Image, Alpha]:
    """Scales to the frame's height (or width, if that is less), centred on its lower border."""
    width, height = frame_size
    scale = min(height / alpha.shape[0], width / alpha.shape[1])
    left = (width - scale * alpha.shape[1]) / 2
    top = height - scale * alpha.shape[0]
    # Pixel centres: x moves to scale * (x + 1/2) + left - 1/2.
    matrix = np.array([[scale, 0, left + (scale - 1) / 2], [0, scale, top + (scale - 1) / 2]])
    person = cv2.warpAffine(image, matrix, frame_size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpAffine(alpha, matrix, frame_size, flags=cv2.INTER_LINEAR)
    return np.asarray(person, np.uint8), np.asarray(np.clip(share, 0, 1), np.float32)


def make_keyed(folder: Path, rooms: list[Path], setting: Setting) -> list[KeyedClip]:
    """Every clip of a folder with frames/ and masks/, each before a random room; ignores setting.count.

    Args:
        rooms: folders of pictures without people; empty means the bundled backgrounds.

    Raises:
        DataError: there are no such clips, or no rooms.
    """
    supply = shuffled_rooms(rooms, np.random.default_rng([setting.seed, 999]))
    sources = [clip for clip in find_clips(folder) if isinstance(clip, FolderClip)]
    if not sources:
        raise DataError(f"No keyed clips in '{folder}'", "Give a folder with CLIP/frames and CLIP/masks.")
    clips = []
    for index, source in enumerate(sources):
        rng = np.random.default_rng([setting.seed, 1000 + index])
        room = supply.make(index, KINDS[index % len(KINDS)], setting.frame_size, rng)
        clips.append(KeyedClip(source, room, make_webcam(setting.frame_size, rng), setting))
    return clips
