"""A tiny data set: blue discs are people, before grey noise."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from sinet_core.training.held_objects import read_held_objects
from sinet_core.training.recipe import Augment, Data, Recipe, Stage

PERSON_BGR = (220, 60, 30)


def write_pictures(root: Path, count: int = 20) -> None:
    """root/discs/{images,masks}, root/cutouts, root/rooms."""
    rng = np.random.default_rng(0)
    for folder in ("discs/images", "discs/masks", "cutouts", "rooms"):
        (root / folder).mkdir(parents=True)
    for i in range(count):
        room = rng.integers(90, 160, (120, 90, 3), np.uint8)
        center, radius = (int(rng.integers(30, 60)), int(rng.integers(40, 80))), int(rng.integers(15, 28))
        mask = cv2.circle(np.zeros((120, 90), np.uint8), center, radius, 255, -1)
        picture = cv2.circle(room.copy(), center, radius, PERSON_BGR, -1)
        cv2.imwrite(str(root / "discs/images" / f"{i}.png"), picture)
        cv2.imwrite(str(root / "discs/masks" / f"{i}.png"), mask)
        cv2.imwrite(str(root / "cutouts" / f"{i}.png"), np.dstack([picture, mask]))
        cv2.imwrite(str(root / "rooms" / f"{i}.png"), room)


def write_held_objects(root: Path) -> None:
    """A grey picture for each one of held_objects.json, under its name and of its size."""
    for each in read_held_objects():
        (root / each.file).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(root / each.file), np.full((*each.size[::-1], 3), 128, np.uint8))


def tiny_recipe(stages: tuple[Stage, ...] | None = None) -> Recipe:
    """Every kind of data, every kind of sample, two short stages at 64x64."""
    data = (
        Data("discs", "discs/images", "person", masks="discs/masks"),
        Data("cutouts", "cutouts", "cutout"),
        Data("rooms", "rooms", "room"),
    )
    default = (
        Stage("encoder", ((64, 64),), batch=4, pictures=24, lr=5e-3, lr_end=1e-3),
        Stage("network", ((64, 64), (32, 64)), batch=4, pictures=24, lr=5e-3, lr_end=1e-3, encoder_loss=0.3),
    )
    augment = Augment(scale=(0.8, 1.3), aspect=(0.6, 1.4), composite=0.3, room=0.2, jpeg=0.3, low_light=0.1)
    return Recipe("tiny", 3, data, stages or default, augment, ema=0.9)
