"""People as a webcam sees them: still 16:9 pictures with truth, made from people, rooms and a seed.

A picture's truth is the alpha that it was mixed with.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.clips import Moment
from sinet_core.benchmark.cutouts import Cutout
from sinet_core.benchmark.lighting import Field, Light, blurred, draw_light, matched
from sinet_core.benchmark.people import Person, draw_person, find_people
from sinet_core.benchmark.placing import Place, draw_pair, draw_place, stand
from sinet_core.benchmark.rooms import RoomSupply, shuffled_rooms
from sinet_core.benchmark.webcam import Webcam, make_webcam

TWO_SHARE = 0.12  # of the pictures show two people
EDGE_PX = 0.6  # sigma of a webcam's sharpest edge
DIM_NOISE = 2.0  # factor on the noise in dim light


@dataclass(frozen=True)
class Shooting:
    """How the pictures are made; the same seed and files give the same pictures. frame_size: (width, height)."""

    seed: int = 1
    count: int = 200
    frame_size: tuple[int, int] = (640, 360)


@dataclass(frozen=True, eq=False)
class WebcamSet:
    """Pictures that are made on demand."""

    people: tuple[Person, ...]
    rooms: RoomSupply
    shooting: Shooting

    def pictures(self) -> Iterator[tuple[str, Moment]]:
        """(name, picture with truth), the same on every call. Raises DataError if a file cannot be read."""
        for index in range(self.shooting.count):
            yield self._picture(index)

    def _picture(self, index: int) -> tuple[str, Moment]:
        rng = np.random.default_rng([self.shooting.seed, 2000 + index])
        size = self.shooting.frame_size
        room = self.rooms.make(index, "still", size, rng).render(0)
        places = draw_pair(rng) if rng.random() < TWO_SHARE else (draw_place(rng),)
        group = _group(list(self.people), len(places), rng)
        light, webcam = draw_light(rng), make_webcam(size, rng)
        scene, truth = blurred(room.astype(np.float32), light.room_blur), np.zeros(size[::-1], np.float32)
        for cutout, place in reversed([*zip(group, places, strict=True)]):  # the person in front comes last
            scene, truth = _joined(scene, truth, cutout, place, light)
        name = f"{index:03d}-{'-'.join(cutout.name for cutout in group)}"
        return name, Moment(_shot(scene, light, webcam), truth)


def make_webcam_set(keyed: Path | None, cutouts: Path | None, rooms: list[Path], shooting: Shooting) -> WebcamSet:
    """A set of people from clips (keyed) and pictures (cutouts) before rooms, by default the bundled backgrounds.

    Raises:
        DataError: there are no people, or no rooms.
    """
    supply = shuffled_rooms(rooms, np.random.default_rng([shooting.seed, 998]))
    return WebcamSet(tuple(find_people(keyed, cutouts)), supply, shooting)


def _group(people: list[Person], count: int, rng: np.random.Generator) -> list[Cutout]:
    """Different people, if there are enough."""
    group: list[Cutout] = []
    for _ in range(count):
        others = [person for person in people if person.name not in {cutout.name for cutout in group}]
        group.append(draw_person(others or people, rng))
    return group


def _joined(scene: Field, truth: Alpha, cutout: Cutout, place: Place, light: Light) -> tuple[Field, Alpha]:
    """The scene with one more person in front."""
    size = truth.shape[1], truth.shape[0]
    person, alpha = stand(cutout, place, size)
    alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), EDGE_PX), np.float32)
    lit = matched(person, alpha, np.clip(scene, 0, 255).astype(np.uint8), light)
    share = alpha[..., None]
    return np.asarray(lit * share + scene * (1 - share), np.float32), np.maximum(truth, alpha)


def _shot(scene: Field, light: Light, webcam: Webcam) -> Image:
    camera = replace(webcam, noise=webcam.noise * DIM_NOISE) if light.is_dim else webcam
    return camera.shoot(blurred(scene, light.blur) * np.float32(light.exposure), 0, 0)
