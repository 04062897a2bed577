"""Makes the pictures for docs/quality.md: the camera's frame, other programs' methods, ours. Run by make screenshots.

They contain only the bundled demo clip and backgrounds. The other programs' steps are those of the benchmark's
recipes, each with our network, so that only the steps after the network differ.
"""
from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import av
import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sinet_core.benchmark.recipes.backdrop import Backdrop  # noqa: E402
from sinet_core.benchmark.recipes.lfbw import Lfbw  # noqa: E402
from sinet_core.benchmark.recipes.obs_backgroundremoval import ObsBackgroundRemoval  # noqa: E402
from sinet_core.compositing.composite import blend, composite  # noqa: E402
from sinet_core.compositing.edge_colors import clean_foreground  # noqa: E402
from sinet_core.compositing.fitting import fit_cover  # noqa: E402
from sinet_core.inference.segmenter import open_segmenter  # noqa: E402

Image = NDArray[np.uint8]

IMAGES = ROOT / "docs" / "images"
CROP_PX, GAP_PX, HEAD_PX = 260, 8, 30
FIRST, COUNT = 30, 60  # frames of the demo clip
SLICE_ROWS_PX = 4  # height of a frame's strip in the picture over time
NAMES = ("camera", "hard mask, averaged", "hard mask, blurred", "Backdrop")


class Place(NamedTuple):
    """Top left corner of a crop, px."""

    x: int
    y: int

    def cut(self, image: Image) -> Image:
        return image[self.y : self.y + CROP_PX, self.x : self.x + CROP_PX]


HAIR, SHOULDER = Place(480, 80), Place(760, 440)


def main() -> int:
    network = open_segmenter()
    recipes = [ObsBackgroundRemoval(network), Lfbw(network), Backdrop(network)]
    bright = list(demo_frames())
    midnight, paper = background("midnight"), background("pastel-paper")
    rows = [shown(frame, recipe_alphas, midnight) for frame, recipe_alphas in run(recipes, bright)]
    write("quality-bright-to-dark", crops(rows[-1], (HAIR, SHOULDER)))
    write("quality-time", time_slices(rows, Place(480, 190)))
    dark = [seen_in_the_dark(bright[0], midnight, index) for index in range(12)]
    last = [shown(frame, alphas, paper) for frame, alphas in run(recipes, dark)][-1]
    write("quality-dark-to-bright", crops(last, (HAIR, SHOULDER)))
    return 0


def demo_frames() -> Iterator[Image]:
    with av.open(str(ROOT / "assets" / "demo" / "demo.mp4")) as clip:
        for index, picture in enumerate(clip.decode(video=0)):
            if index == 0 or FIRST <= index < FIRST + COUNT:
                yield np.asarray(picture.to_ndarray(format="bgr24"), np.uint8)


def background(name: str) -> Image:
    picture = cv2.imread(str(ROOT / "assets" / "backgrounds" / f"{name}.jpg"))
    assert picture is not None
    return fit_cover(np.asarray(picture, np.uint8), (1280, 720))


def seen_in_the_dark(first: Image, room: Image, seed: int) -> Image:
    """The first frame's person, by its true alpha, before a dark wall, with a sensor's noise."""
    truth = cv2.imread(str(ROOT / "assets" / "demo" / "demo_truth.png"), cv2.IMREAD_GRAYSCALE)
    assert truth is not None
    alpha = truth.astype(np.float32) / np.float32(255)
    scene = blend(clean_foreground(first, alpha), alpha, room)
    noise = np.random.default_rng(seed).normal(0, 2.5, scene.shape)
    return np.clip(scene + noise + 0.5, 0, 255).astype(np.uint8)


def run(recipes: Sequence[Any], frames: Sequence[Image]) -> Iterator[tuple[Image, list[NDArray[np.float32]]]]:
    """(frame, the alpha of every recipe), frame by frame."""
    states: list[Any] = [None] * len(recipes)
    for frame in frames:
        alphas = []
        for index, recipe in enumerate(recipes):
            alpha, states[index] = recipe.step(frame, states[index])
            alphas.append(alpha)
        yield frame, alphas


def shown(frame: Image, alphas: list[NDArray[np.float32]], behind: Image) -> list[Image]:
    """The frame, the others' plain blends, and our composite."""
    return [frame, *(blend(frame, alpha, behind) for alpha in alphas[:-1]), composite(frame, alphas[-1], behind)]


def crops(pictures: list[Image], places: Sequence[Place]) -> Image:
    return np.vstack([heading(), *(beside([place.cut(picture) for picture in pictures]) for place in places)])


def time_slices(rows: list[list[Image]], place: Place) -> Image:
    """One line of pixels per frame, stacked: a still edge is a straight line, a trembling one is frayed."""
    columns = slice(place.x, place.x + CROP_PX)
    strips = [np.stack([row[index][place.y, columns] for row in rows[1:]]) for index in range(len(NAMES))]
    return np.vstack([heading(), beside([np.repeat(strip, SLICE_ROWS_PX, axis=0) for strip in strips])])


def beside(pictures: list[Image]) -> Image:
    space = np.full((pictures[0].shape[0], GAP_PX, 3), 255, np.uint8)
    line = np.hstack([part for picture in pictures for part in (picture, space)][:-1])
    return np.vstack([line, np.full((GAP_PX, line.shape[1], 3), 255, np.uint8)])


def heading() -> Image:
    strip = np.full((HEAD_PX, len(NAMES) * (CROP_PX + GAP_PX) - GAP_PX, 3), 255, np.uint8)
    for index, name in enumerate(NAMES):
        where = (index * (CROP_PX + GAP_PX), HEAD_PX - 10)
        cv2.putText(strip, name, where, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (60, 60, 60), 1, cv2.LINE_AA)
    return strip


def write(name: str, picture: Image) -> None:
    path = IMAGES / f"{name}.jpg"
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
