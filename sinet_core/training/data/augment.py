"""Makes training samples: a person in their own room, before another room, or a room alone."""
from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.training.data.authors import vary
from sinet_core.training.data.cache import Cache, Record
from sinet_core.training.data.geometry import (
    FILLS,
    Window,
    close_window,
    farther,
    held,
    inside,
    picture_window,
    warp,
    webcam_window,
)
from sinet_core.training.data.photometric import degrade, match_light
from sinet_core.training.recipe import Augment, Recipe

Image = NDArray[np.uint8]
WEBCAM_FRAMING = 0.35
UPPER_BODY_FRAMING = 0.6  # share of whole bodies framed as at a webcam; the others stay whole
CUTOUTS = 0.3  # share of the people before another room; cut-outs are all men's heads and shoulders
FARTHEST = 2.5  # factor by which they are smaller than near ones
WHOLE_AND_FAR = 0.6  # share of those far away that are whole bodies, if there are any
ANOTHER_PERSON, MAX_PEOPLE = 0.2, 4
PEOPLE_IN_MOSAIC = 0.75  # share of its quarters with people; the others are empty rooms
IGNORE = 255


@dataclass(frozen=True, eq=False)
class Sample:
    """image HxWx3 uint8 BGR; alpha HxW uint8 (x 255); weight HxW uint8: 0 ignore, 1 plain, 2 boundary."""

    image: Image
    alpha: Image
    weight: Image


class Sampler:
    """Draws samples from a cache, reproducibly for a given generator."""

    def __init__(self, cache: Cache, records: list[Record], recipe: Recipe, augment: Augment | None = None) -> None:
        """augment: a stage's own, or None for the recipe's."""
        share = {item.name: item.share for item in recipe.data}
        self._cache = cache
        self._augment = augment or recipe.augment
        self._boundary_px = recipe.boundary_px
        self._people = _Bag([r for r in records if r.kind == "person"], share)
        self._fronts = _Bag([r for r in records if r.kind == "cutout"], share)
        self._rooms = _Bag([r for r in records if r.kind == "room"], share)
        self._whole = _Bag([r for r in records if r.kind == "person" and r.upper_body], share)

    def draw(self, size: tuple[int, int], rng: np.random.Generator) -> Sample:
        """One sample of size (height, width)."""
        if self._augment.style == "authors":
            image, alpha = vary(*self._cache.read(self._people.draw(rng)), size, rng)
            return Sample(image, alpha, _weight(alpha, None, self._boundary_px))
        if rng.random() < self._augment.mosaic:
            image, alpha, ignore = self._mosaic(size, rng)
        else:
            image, alpha, ignore = self._picture(size, rng)
        image = degrade(image, self._augment, rng)
        return Sample(image, alpha, _weight(alpha, ignore, self._boundary_px))

    def _picture(self, size: tuple[int, int], rng: np.random.Generator) -> tuple[Image, Image, Image | None]:
        kind = rng.random()
        if self._rooms and kind < self._augment.room:
            return self._room(size, rng), np.zeros(size, np.uint8), None
        if self._rooms and kind < self._augment.room + self._augment.composite:
            return *self._composite(size, rng), None
        return self._natural(size, rng)

    def _mosaic(self, size: tuple[int, int], rng: np.random.Generator) -> tuple[Image, Image, Image | None]:
        """Four pictures that meet at a point near the middle."""
        image = np.zeros((*size, 3), np.uint8)
        alpha, ignore = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
        y, x = (round(side * rng.uniform(0.35, 0.65)) for side in size)
        for rows in (slice(0, y), slice(y, size[0])):
            for columns in (slice(0, x), slice(x, size[1])):
                part = rows.stop - rows.start, columns.stop - columns.start
                if self._rooms and rng.random() > PEOPLE_IN_MOSAIC:
                    image[rows, columns] = self._room(part, rng)
                    continue
                image[rows, columns], alpha[rows, columns], unknown = self._natural(part, rng)
                if unknown is not None:
                    ignore[rows, columns] = unknown
        return image, alpha, ignore

    def _natural(self, size: tuple[int, int], rng: np.random.Generator) -> tuple[Image, Image, Image | None]:
        record = self._people.draw(rng)
        image, alpha = self._cache.read(record)
        window = _window(record, self._augment, rng)
        if rng.random() < self._augment.inside:
            window = inside(window, record)
        fill = int(rng.choice(FILLS))
        ignore = None
        if record.ignore_below < 1:
            ignore = np.zeros(alpha.shape, np.uint8)
            ignore[int(record.ignore_below * record.height) :] = IGNORE
            ignore = warp(ignore, window, size, fill)
        color = float(rng.uniform(0, 255))
        image, alpha = warp(image, window, size, fill, color), warp(alpha, window, size, fill)
        return image, alpha, ignore

    def _room(self, size: tuple[int, int], rng: np.random.Generator) -> Image:
        record = self._rooms.draw(rng)
        image, _ = self._cache.read(record)
        wide = replace(self._augment, scale=(0.9, 2.2), shift=0.1)
        window = picture_window(record, wide, rng)
        room = warp(image, window, size, cv2.BORDER_REFLECT_101)
        if rng.random() < 0.4:  # a lens with a shallow depth of field
            room = cv2.GaussianBlur(room, (0, 0), rng.uniform(0.5, 4.0))  # type: ignore[assignment]
        return room

    def _composite(self, size: tuple[int, int], rng: np.random.Generator) -> tuple[Image, Image]:
        room = self._room(size, rng)
        alpha = np.zeros(size, np.uint8)
        far = bool(rng.random() < self._augment.far)
        people = 1
        while people < MAX_PEOPLE and rng.random() < (2 if far else 1) * ANOTHER_PERSON:
            people += 1
        for _ in range(people):
            person, matte = self._front(size, rng, far)
            if rng.random() < 0.7:
                person = match_light(person, matte, room, rng.uniform(0.3, 0.9))
            room = _blend(person, room, matte)
            alpha = cv2.max(alpha, matte)  # type: ignore[assignment]
        return room, alpha

    def _front(self, size: tuple[int, int], rng: np.random.Generator, far: bool) -> tuple[Image, Image]:
        """A cut-out, or a person with a slightly eroded mask, so that no rim of the old room comes along."""
        whole = far and bool(self._whole) and bool(rng.random() < WHOLE_AND_FAR)
        bag = self._fronts if self._fronts and (not self._people or rng.random() < CUTOUTS) else self._people
        record = (self._whole if whole else bag).draw(rng)
        image, alpha = self._cache.read(record)
        if record.kind == "person":
            alpha = cv2.GaussianBlur(cv2.erode(alpha, np.ones((3, 3), np.uint8)), (0, 0), 1.0)  # type: ignore[assignment]
        window = picture_window(record, self._augment, rng) if whole else _window(record, self._augment, rng)
        if far:
            window = farther(window, float(rng.uniform(1, FARTHEST)), rng)
        window = held(window, record)
        return warp(image, window, size, cv2.BORDER_REPLICATE), warp(alpha, window, size, cv2.BORDER_CONSTANT)


class _Bag:
    """Draws records in proportion to the shares of their data sets."""

    def __init__(self, records: list[Record], share: dict[str, float]) -> None:
        self._records = records
        weights = np.array([share[record.data] for record in records], np.float64)
        self._edges = np.cumsum(weights)

    def __bool__(self) -> bool:
        return bool(self._records)

    def draw(self, rng: np.random.Generator) -> Record:
        return self._records[int(np.searchsorted(self._edges, rng.random() * self._edges[-1]))]


def _window(record: Record, augment: Augment, rng: np.random.Generator) -> Window:
    if augment.close and record.ignore_below >= 1 and rng.random() < augment.close:
        return close_window(record, augment, rng)
    framed = rng.random() < (UPPER_BODY_FRAMING if record.upper_body else WEBCAM_FRAMING)
    varies = augment.aspect[0] != augment.aspect[1]
    return (webcam_window if framed and varies else picture_window)(record, augment, rng)


def _blend(person: Image, room: Image, alpha: Image) -> Image:
    a = cv2.merge([alpha, alpha, alpha])
    front = cv2.multiply(person, a, scale=1 / 255)
    return cv2.add(front, cv2.multiply(room, 255 - a, scale=1 / 255))  # type: ignore[return-value, operator]


def _weight(alpha: Image, ignore: Image | None, boundary_px: int) -> Image:
    mask = cv2.threshold(alpha, 127, 1, cv2.THRESH_BINARY)[1]
    kernel = np.ones((boundary_px, boundary_px), np.uint8)
    weight = np.asarray(cv2.subtract(cv2.dilate(mask, kernel), cv2.erode(mask, kernel)), np.uint8) + np.uint8(1)
    if ignore is not None:
        weight[ignore > 127] = 0
    return weight
