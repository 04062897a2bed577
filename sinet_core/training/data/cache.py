"""Pictures, decoded and shrunk once into one file, which worker processes share through the page cache."""
from __future__ import annotations

import csv
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from sinet_core.datagen.pictures import find_pictures, first_few, read_names
from sinet_core.datagen.review import FILE as REVIEW
from sinet_core.datagen.review import Decision, read_decisions
from sinet_core.errors import DataError
from sinet_core.training.reading import read_pair
from sinet_core.training.recipe import Data, Kind, Recipe

Image = NDArray[np.uint8]
REJECTED = -1.0  # below every recipe's agreement
HOLD_OUT = 16  # every 16th person (or picture, if people are unknown) is held out for validation


@dataclass(frozen=True)
class Record:
    """One picture of the cache; box is (left, top, right, bottom) of the person, px. held_out: never trained on."""

    data: str
    name: str
    kind: Kind
    offset: int
    height: int
    width: int
    box: tuple[int, int, int, int]
    ignore_below: float
    upper_body: bool
    held_out: bool = False


class Cache:
    """The pictures of a recipe.

    Attributes:
        records: those to train on.
        held_out: those for validation.
    """

    def __init__(self, folder: Path) -> None:
        self._pixels = np.memmap(folder / "pixels.bin", np.uint8, "r")
        rows = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        everything = [Record(**{**row, "box": tuple(row["box"])}) for row in rows]
        self.held_out = [record for record in everything if record.held_out]
        self.records = [record for record in everything if not record.held_out]

    def read(self, record: Record) -> tuple[Image, Image]:
        """(HxWx3 BGR, HxW alpha x 255), both read-only uint8."""
        n = record.height * record.width
        block = self._pixels[record.offset : record.offset + 4 * n]
        return block[: 3 * n].reshape(record.height, record.width, 3), block[3 * n :].reshape(record.height, -1)


def build_cache(recipe: Recipe, data: Path, labels: Path | None, folder: Path) -> Cache:
    """Reads every picture of the recipe once, or opens an existing cache of the same data.

    Raises:
        DataError: a folder of the recipe is missing or empty, or holds nothing usable.
    """
    if labels is None and (without := [item.name for item in recipe.data if item.teacher]):
        what = f"{first_few(without)} need{'s' if len(without) == 1 else ''} the teachers' labels"
        raise DataError(what, "Give the folder that 'generate' wrote with --labels DIR.")
    stamp = _stamp(recipe) + _reviews(recipe, labels)
    stamp_file = folder / "recipe.json"
    if stamp_file.is_file() and stamp_file.read_text(encoding="utf-8") == stamp:
        return Cache(folder)
    folder.mkdir(parents=True, exist_ok=True)
    stamp_file.unlink(missing_ok=True)  # a kill between here and the end leaves a folder without an index
    parts = folder / "pixels.bin.part", folder / "index.json.part"
    with parts[0].open("wb") as stream:
        records = _write_pixels(recipe, data, labels, stream)
    if not records:
        raise DataError("The recipe leaves no pictures", "Check its agreement, and what was rejected.")
    parts[1].write_text(json.dumps([asdict(r) for r in records]), encoding="utf-8")
    for part in parts:  # processes that read the old ones keep them
        part.replace(part.with_suffix(""))
    stamp_file.write_text(stamp, encoding="utf-8")
    return Cache(folder)


def finished_cache(recipe: Recipe, folder: Path) -> Cache:
    """Opens a cache that was built elsewhere, without its pictures.

    Raises:
        DataError: it is not finished, or has pictures that the recipe does not know.
    """
    if not (folder / "recipe.json").is_file():
        raise DataError(f"There is no finished cache in '{folder}'", "Give the recipe's pictures with --data DIR.")
    cache = Cache(folder)
    if unknown := {record.data for record in cache.records} - {item.name for item in recipe.data}:
        raise DataError(f"The cache has {first_few(unknown)}, which the recipe does not name", "Use its own recipe.")
    return cache


def _write_pixels(recipe: Recipe, data: Path, labels: Path | None, stream: BinaryIO) -> list[Record]:
    records: list[Record] = []
    offset = 0
    for item in recipe.data:
        for record, image, alpha in _read_all(item, data, labels):
            stream.write(image.tobytes())
            stream.write(alpha.tobytes())
            records.append(replace(record, offset=offset))
            offset += image.size + alpha.size
    return records


def _stamp(recipe: Recipe) -> str:
    """The recipe's data settings that decide the cache's content; how often a picture is drawn does not matter."""
    return json.dumps([{k: v for k, v in asdict(item).items() if k != "share"} for item in recipe.data])


def _read_all(item: Data, data: Path, labels: Path | None) -> Iterator[tuple[Record, Image, Image]]:
    names = _names(item, data)
    said = read_decisions(labels / item.teacher / REVIEW) if item.teacher and labels else {}
    sure = _agreement(item, labels, said)
    for path, name in tqdm(names, desc=item.name, unit="picture", mininterval=5):
        if sure.get(name, 1.0) < item.agreement:
            continue
        pair = read_pair(item, path, name, data, labels, said.get(name) == "accepted")
        if pair is not None:
            yield _record(item, name, *pair), *pair


def _names(item: Data, data: Path) -> list[tuple[Path, str]]:
    folder = data / item.images
    pictures = [(p, p.relative_to(folder).with_suffix("").as_posix()) for p in find_pictures(folder)]
    if item.list:
        wanted = read_names(data / item.list)
        pictures = [(p, name) for p, name in pictures if name in wanted]
    pictures = [(p, name) for p, name in pictures if name not in item.without]
    if not pictures:
        raise DataError(f"No pictures for '{item.name}' in '{folder}'", "Check --data and the recipe.")
    return pictures


def _agreement(item: Data, labels: Path | None, said: dict[str, Decision]) -> dict[str, float]:
    """The agreement of each label; a person's decision overrides the teachers."""
    if not item.teacher or labels is None:
        return {}
    with (labels / item.teacher / "agreement.csv").open(encoding="utf-8", newline="") as stream:
        sure = {name: float(score) for name, score in csv.reader(stream)}
    return sure | {name: 1.0 if word == "accepted" else REJECTED for name, word in said.items()}


def _reviews(recipe: Recipe, labels: Path | None) -> str:
    """A value that changes with every review, so that the cache is rebuilt; "" without a review."""
    files = [labels / item.teacher / REVIEW for item in recipe.data if item.teacher] if labels else []
    said = [sorted(read_decisions(path).items()) for path in files if path.is_file()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest() if said else ""


def _record(item: Data, name: str, image: Image, alpha: Image) -> Record:
    height, width = image.shape[:2]
    left, top, w, h = cv2.boundingRect((alpha > 127).astype(np.uint8))
    box = (left, top, left + w, top + h) if w else (0, 0, width, height)
    held_out = _is_held_out(item, name)
    return Record(item.name, name, item.kind, 0, height, width, box, item.ignore_below, item.upper_body, held_out)


def _is_held_out(item: Data, name: str) -> bool:
    """Whether the picture's person is held out; decided by name, so that adding pictures changes nothing."""
    person = "_".join(name.split("_")[: item.person_parts]) if item.person_parts else name
    return item.kind != "cutout" and zlib.crc32(f"{item.name}/{person}".encode()) % HOLD_OUT == 0
