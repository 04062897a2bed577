"""Whether a network keeps what people hold: the share kept of each thing's own pixels, outlined by hand."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from sinet_core.datagen.pictures import first_few
from sinet_core.errors import DataError
from sinet_core.inference.segmenter import Segmenter
from sinet_core.training.evaluate import Image, Mask, predict

FILE = Path(__file__).with_name("held_objects.json")
"""A list of {"file", "size", "things"}: a picture's path in the data folder, [width, height] px, and what is held in it
as {"kind", "outlines", "room"}: polygons [x, y, x, y, ...] around its visible parts, and a box [left, top, right,
bottom] of the room beside it, or null if no room is near."""
SOURCES = "They come from public data sets, which docs/decisions/0027 names."


@dataclass(frozen=True)
class Thing:
    """Something held. kind: "cup", ...; outlines: Nx2 int32, px; room: (left, top, right, bottom) of room beside it."""

    kind: str
    outlines: tuple[NDArray[np.int32], ...]
    room: tuple[int, int, int, int] | None


@dataclass(frozen=True)
class HeldPicture:
    """A picture that was never trained on. file: relative to the data folder; size: (width, height), px."""

    file: str
    size: tuple[int, int]
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class HeldScore:
    """How much is kept of what people hold.

    Attributes:
        kept: the share of a thing's pixels called person, 0..1, averaged over the things.
        lost: how many things keep less than half of their pixels.
        room: the share of the room beside them called person; what takes everything for a person keeps everything.
        kinds: kind -> (number of things, kept).
    """

    kept: float
    lost: int
    room: float
    kinds: dict[str, tuple[int, float]]

    @property
    def things(self) -> int:
        return sum(count for count, _ in self.kinds.values())


def read_held_objects(path: Path = FILE) -> tuple[HeldPicture, ...]:
    """What we outlined. Raises OSError, ValueError, KeyError or TypeError if the file is not as FILE says."""
    return tuple(_picture(row) for row in json.loads(path.read_text(encoding="utf-8")))


def missing_pictures(pictures: Sequence[HeldPicture], data: Path) -> str:
    """What is missing of them in the folder data, as a sentence; "" if nothing is."""
    missing = [each.file for each in pictures if not (data / each.file).is_file()]
    folders = {file.split("/")[0] for file in missing}
    whole = f"{len(missing)} of {len(pictures)} pictures of held objects are missing"
    return f"{whole} in '{data}' (folder {first_few(folders)})" if missing else ""


def measure_held(segmenters: Sequence[Segmenter], pictures: Sequence[HeldPicture], data: Path) -> list[HeldScore]:
    """Each segmenter's score over all pictures.

    Raises:
        DataError: a picture is missing or unreadable, or is not the one that was outlined.
    """
    if missing := missing_pictures(pictures, data):
        raise DataError(missing, SOURCES)
    tallies = [_Tally() for _ in segmenters]
    for each in tqdm(pictures, desc="held objects", unit="picture", mininterval=1):
        image = _read(data / each.file, each.size)
        for segmenter, tally in zip(segmenters, tallies, strict=True):
            tally.add(each, predict(segmenter, image))
    return [tally.score() for tally in tallies]


class _Tally:
    def __init__(self) -> None:
        self._kept: dict[str, list[float]] = {}
        self._room: list[float] = []

    def add(self, picture: HeldPicture, predicted: Mask) -> None:
        """predicted: HxW bool of any size."""
        whole = cv2.resize(predicted.astype(np.uint8), picture.size, interpolation=cv2.INTER_NEAREST) > 0
        for thing in picture.things:
            self._kept.setdefault(thing.kind, []).append(float(whole[_inside(thing, whole.shape)].mean()))
            if thing.room:
                left, top, right, bottom = thing.room
                self._room.append(float(whole[top:bottom, left:right].mean()))

    def score(self) -> HeldScore:
        everything = [share for shares in self._kept.values() for share in shares]
        kinds = {kind: (len(shares), _mean(shares)) for kind, shares in sorted(self._kept.items())}
        return HeldScore(_mean(everything), sum(share < 0.5 for share in everything), _mean(self._room), kinds)


def _inside(thing: Thing, shape: tuple[int, ...]) -> Mask:
    own = np.zeros(shape, np.uint8)
    for outline in thing.outlines:  # one by one: fillPoly leaves out where several overlap
        cv2.fillPoly(own, [outline], 1)
    return own > 0


def _mean(shares: Sequence[float]) -> float:
    return float(np.mean(shares)) if shares else 0.0


def _picture(row: dict[str, Any]) -> HeldPicture:
    width, height = row["size"]
    return HeldPicture(row["file"], (width, height), tuple(_thing(thing) for thing in row["things"]))


def _thing(values: dict[str, Any]) -> Thing:
    outlines = tuple(np.asarray(outline, np.int32).reshape(-1, 2) for outline in values["outlines"])
    room = values["room"]
    return Thing(values["kind"], outlines, tuple(room) if room else None)


def _read(path: Path, size: tuple[int, int]) -> Image:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise DataError(f"Cannot read picture '{path.name}'", "It is damaged or not a picture.")
    if image.shape[1::-1] != size:
        found = f"{image.shape[1]}x{image.shape[0]}"
        raise DataError(f"'{path.name}' is {found}, its outlines are for {size[0]}x{size[1]}", SOURCES)
    return image  # type: ignore[return-value]
