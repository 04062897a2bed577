"""People to put before a room: filmed before a plain wall, or cut out of pictures."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.clips import FolderClip, find_clips
from sinet_core.benchmark.cutouts import Cutout, find_cutouts, is_movable, read_cutout, trimmed
from sinet_core.benchmark.keyed import cut_out
from sinet_core.errors import DataError

FRAME_LINE_PX = 3  # filmed frames may have dark lines at their edges
SPILL_REACH = 0.06  # of the frame's height: how far the wall's light spills over the edge
WALL_REACH = 0.1  # how far from the edge a key may leave a piece of wall, such as between hair and neck
WALL_LEVELS = (24, 48)  # of 255: a pixel nearer to the wall's colour is wall, one farther is not


class Person(Protocol):
    """A person who can be cut out."""

    @property
    def name(self) -> str: ...

    def look(self, rng: np.random.Generator, /) -> Cutout:
        """The person, at a random moment if there are several. Raises DataError if a file cannot be read."""
        ...


@dataclass(frozen=True)
class Filmed:
    """A person before a plain wall: CLIP/frames and CLIP/masks."""

    clip: FolderClip

    @property
    def name(self) -> str:
        return self.clip.name

    def look(self, rng: np.random.Generator, /) -> Cutout:
        frames = self.clip.frames()
        moment = self.clip.read(frames[int(rng.integers(len(frames)))])
        assert moment.truth is not None
        image, alpha = cut_out(moment.frame, without_wall(moment.frame, moment.truth))
        rows = slice(FRAME_LINE_PX, -FRAME_LINE_PX)
        return trimmed(Cutout(self.name, without_spill(moment.frame, image, alpha)[rows], alpha[rows]))


@dataclass(frozen=True)
class Still:
    """A picture of find_cutouts."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    def look(self, _rng: np.random.Generator, /) -> Cutout:
        return trimmed(read_cutout(self.path))


def find_people(keyed: Path | None, cutouts: Path | None) -> list[Person]:
    """Everybody in a folder of filmed clips and in a folder of cut-outs.

    Raises:
        DataError: neither is given, or one holds nobody.
    """
    if keyed is None and cutouts is None:
        raise DataError("No people to make pictures of", "Give a folder of cut-outs with --cutouts, or --keyed clips.")
    people: list[Person] = [Still(path) for path in find_cutouts(cutouts)] if cutouts else []
    if keyed:
        clips = [clip for clip in find_clips(keyed) if isinstance(clip, FolderClip)]
        if not clips:
            raise DataError(f"No keyed clips in '{keyed}'", "Give a folder with CLIP/frames and CLIP/masks.")
        people += [Filmed(clip) for clip in clips]
    return people


def draw_person(people: list[Person], rng: np.random.Generator) -> Cutout:
    """A random person who can be moved around. Raises DataError if nobody can."""
    for index in rng.permutation(len(people)):
        cutout = people[int(index)].look(rng)
        if is_movable(cutout):
            return cutout
    raise DataError("Nobody can be moved around", "People must reach the lower border and no other border.")


def without_wall(frame: Image, mask: Alpha) -> Alpha:
    """The mask, HxW float32 0..1, without the pieces of wall near its edge. frame: HxWx3 uint8 BGR."""
    outside = (mask < 0.5).astype(np.float32)
    reach = WALL_REACH * frame.shape[0]
    weight = cv2.GaussianBlur(outside, (0, 0), reach)
    wall = cv2.GaussianBlur(frame * outside[..., None], (0, 0), reach) / np.maximum(weight, 1e-3)[..., None]
    gap = np.linalg.norm(frame - wall, axis=2)
    near, far = WALL_LEVELS
    other = np.clip((gap - near) / (far - near), 0, 1)
    inside = cv2.distanceTransform((mask > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(np.where(inside < reach, np.minimum(mask, other), mask), np.float32)


def without_spill(frame: Image, person: Image, alpha: Alpha) -> Image:
    """The person without the wall's light on the edge: the hue is removed there, the brightness stays.

    Args:
        frame: HxWx3 uint8 BGR, as filmed. person: the same with clean colours. alpha: HxW float32 0..1.
    """
    wall = frame[alpha < 0.01]
    if not len(wall):
        return person
    hue = np.median(wall, axis=0).astype(np.float32)
    hue -= hue.mean()
    hue /= max(float(np.linalg.norm(hue)), 1e-3)
    inside = cv2.distanceTransform((alpha > 0.02).astype(np.uint8), cv2.DIST_L2, 3)
    weight = np.clip(1 - inside / np.float32(SPILL_REACH * frame.shape[0]), 0, 1)
    excess = np.maximum((person.astype(np.float32) - person.mean(axis=2, keepdims=True)) @ hue, 0)
    return np.asarray(np.clip(person - (weight * excess)[..., None] * hue, 0, 255), np.uint8)
