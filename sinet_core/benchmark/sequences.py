"""Sequences with exact truth, made from a seed: cut-out people move like people on a webcam, before rooms.

A frame's truth is the coverage that its own pixels were mixed with, motion blur included; noise and
JPEG come later and do not affect it. Frames are made on demand, in any order.
"""
from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha
from sinet_core.benchmark.actor import Actor, make_actor
from sinet_core.benchmark.clips import Moment
from sinet_core.benchmark.cutouts import Cutout, choose_cutouts
from sinet_core.benchmark.motion import BEHAVIOURS, Pose, Temper, travelled
from sinet_core.benchmark.rooms import KINDS, Room, RoomSupply, shuffled_rooms
from sinet_core.benchmark.webcam import Webcam, make_webcam

Field = NDArray[np.float32]
SHUTTER = 0.5  # share of the time between two frames for which it is open
BLUR_STEP_PX = 1.5  # minimum exposures of a moving edge
MAX_EXPOSURES = 12


@dataclass(frozen=True)
class Setting:
    """How the sequences are made.

    Attributes:
        seed: the same seed and the same files give the same frames.
        count: of sequences; the behaviours rotate.
        frames: per sequence.
        frame_size: (width, height) px.
        fps: frames per second.
    """

    seed: int = 1
    count: int = 8
    frames: int = 150
    frame_size: tuple[int, int] = (1280, 720)
    fps: float = 30.0


@dataclass(frozen=True, eq=False)
class MadeClip:
    """One person, one behaviour, one room, one camera."""

    name: str
    behaviour: str
    temper: Temper
    actor: Actor
    room: Room
    webcam: Webcam
    setting: Setting
    light: float
    has_truth = True

    def moments(self) -> Iterator[Moment]:
        """Every frame with its truth, in order."""
        return (self.moment(index) for index in range(self.setting.frames))

    def moment(self, index: int) -> Moment:
        """One frame with its truth, independent of all others."""
        t = index / self.setting.fps
        person, alpha = self._exposed(self._poses(t))
        scene = person * np.float32(self.light) + self.room.render(t) * (1 - alpha[..., None])
        return Moment(self.webcam.shoot(scene, index, t), alpha)

    def _poses(self, t: float) -> list[Pose]:
        """The person's poses while the shutter is open, as many as the motion needs."""
        move = BEHAVIOURS[self.behaviour]
        open_for = SHUTTER / self.setting.fps
        distance_px = travelled(move(t, self.temper), move(t + open_for, self.temper)) * self.setting.frame_size[1]
        count = min(MAX_EXPOSURES, max(1, math.ceil(distance_px / BLUR_STEP_PX)))
        return [move(t + open_for * step / count, self.temper) for step in range(count)]

    def _exposed(self, poses: list[Pose]) -> tuple[Field, Alpha]:
        """(premultiplied colours HxWx3 0..255, coverage HxW 0..1), averaged over the poses."""
        total = np.zeros((*self.setting.frame_size[::-1], 4), np.float32)
        for pose in poses:
            total += self.actor.render(pose)
        total /= np.float32(len(poses))
        return total[..., :3], np.ascontiguousarray(total[..., 3]) / np.float32(255)


def make_sequences(cutouts: Path, rooms: list[Path], setting: Setting) -> list[MadeClip]:
    """The sequences of a seed. Nothing is rendered yet; people are only scaled.

    Args:
        cutouts: a folder as find_cutouts expects it.
        rooms: folders of pictures without people; empty means the bundled backgrounds.

    Raises:
        DataError: a folder has nothing usable.
    """
    rng = np.random.default_rng([setting.seed, 0])
    supply = shuffled_rooms(rooms, rng)
    people = choose_cutouts(cutouts, setting.count, rng)
    return [_make(index, person, supply, setting) for index, person in enumerate(people)]


def _make(index: int, person: Cutout, rooms: RoomSupply, setting: Setting) -> MadeClip:
    rng = np.random.default_rng([setting.seed, 1 + index])
    behaviour = list(BEHAVIOURS)[index % len(BEHAVIOURS)]
    temper = Temper(int(rng.choice((-1, 1))), float(rng.uniform(0.85, 1.15)), float(rng.uniform(-0.15, 0.15)))
    actor = make_actor(person, setting.frame_size, float(rng.uniform(0.72, 0.9)), temper.side)
    # Still and moving rooms alternate; the next round of behaviours gets the other ones.
    kind = KINDS[(index + 2 * (index // len(BEHAVIOURS))) % len(KINDS)]
    room = rooms.make(index, kind, setting.frame_size, rng)
    light = _light(person, room)
    webcam = make_webcam(setting.frame_size, rng)
    return MadeClip(f"{index:02d}-{behaviour}-{kind}", behaviour, temper, actor, room, webcam, setting, light)


def _light(person: Cutout, room: Room) -> float:
    """A gain that brings the person half-way to the room's brightness, so that they look as if they were there."""
    seen = person.image[person.alpha > 0.5]
    ratio = float(room.image.mean()) / max(1.0, float(seen.mean()))
    return float(np.clip(math.sqrt(ratio), 0.75, 1.2))
