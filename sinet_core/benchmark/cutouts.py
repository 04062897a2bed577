"""Cut-out people with soft alpha: finds and reads them, and decides whether they can be moved around."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.clips import PICTURES, mask_folder, read_picture
from sinet_core.compositing.edge_colors import clean_foreground
from sinet_core.errors import DataError

MIN_SHARE = 0.08  # share of the picture that is person; less means a distant figure
MAX_CUT = 0.02  # share of a side border that may be person; more means a body cut off there
MIN_KEPT = 0.6  # share of the person's height that must be left after trimming what is cut off at a side


@dataclass(frozen=True, eq=False)
class Cutout:
    """image: HxWx3 uint8 BGR, the person's own colours, even in half-covered pixels. alpha: HxW float32 0..1."""

    name: str
    image: Image
    alpha: Alpha

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the pixels more than half covered, px."""
        left, top, width, height = cv2.boundingRect((self.alpha > 0.5).astype(np.uint8))
        return left, top, left + width, top + height


def find_cutouts(folder: Path) -> list[Path]:
    """Pictures with an alpha channel, or pairs from folder/images and folder/alphas (or masks).

    Raises:
        DataError: the folder has none.
    """
    root = folder / "images" if (folder / "images").is_dir() else folder
    found = sorted(path for path in root.glob("*") if path.suffix.lower() in PICTURES)
    if root is not folder:
        masks = {path.stem for path in _alphas_of(folder).glob("*.png")}
        found = [path for path in found if path.stem in masks]
    if not found:
        raise DataError(
            f"No cut-out people in '{folder}'", "Give pictures with an alpha channel, or folders images/ and alphas/."
        )
    return found


def read_cutout(path: Path) -> Cutout:
    """Reads one of find_cutouts.

    Raises:
        DataError: it cannot be read, or has no alpha.
    """
    if path.parent.name == "images":
        image = read_picture(path, cv2.IMREAD_COLOR)
        share = read_picture(_alphas_of(path.parents[1]) / f"{path.stem}.png", cv2.IMREAD_GRAYSCALE)
        if share.shape != image.shape[:2]:
            raise DataError(f"Picture and alpha of '{path.stem}' differ in size", "They must belong together.")
    else:
        picture = read_picture(path, cv2.IMREAD_UNCHANGED)
        if picture.ndim != 3 or picture.shape[2] != 4:
            raise DataError(f"Picture '{path.name}' has no alpha channel", "Give pictures of cut-out people.")
        image, share = np.ascontiguousarray(picture[..., :3]), picture[..., 3]
    alpha = share.astype(np.float32) / np.float32(255)
    return Cutout(path.stem, clean_foreground(image, alpha), alpha)


def trimmed(cutout: Cutout) -> Cutout:
    """Trims the lower part where shoulders are cut off at a side, if enough of the person is left."""
    at_side = np.flatnonzero((cutout.alpha[:, 0] > 0.5) | (cutout.alpha[:, -1] > 0.5))
    _, top, _, bottom = cutout.box
    if not len(at_side) or at_side[0] - top < MIN_KEPT * (bottom - top):
        return cutout
    rows = slice(0, int(at_side[0]))
    return Cutout(cutout.name, cutout.image[rows], cutout.alpha[rows])


def is_movable(cutout: Cutout) -> bool:
    """Whether the person is big enough, reaches the lower border (feet stay hidden), and is not cut off at a side."""
    alpha = cutout.alpha
    cut = max(float((alpha[:, 0] > 0.5).mean()), float((alpha[:, -1] > 0.5).mean()), float((alpha[0] > 0.5).mean()))
    return float(alpha.mean()) > MIN_SHARE and cut < MAX_CUT and float(alpha[-1].max()) > 0.5


def choose_cutouts(folder: Path, count: int, rng: np.random.Generator) -> list[Cutout]:
    """count people of a folder in random order; nobody repeats before all others had a turn.

    Raises:
        DataError: nobody in the folder can be moved around.
    """
    paths = find_cutouts(folder)
    chosen: list[Cutout] = []
    for index in rng.permutation(len(paths)):
        cutout = trimmed(read_cutout(paths[int(index)]))
        if is_movable(cutout):
            chosen.append(cutout)
        if len(chosen) == count:
            return chosen
    if not chosen:
        raise DataError(
            f"Nobody in '{folder}' can be moved around", "People must reach the lower border and no other border."
        )
    return [chosen[index % len(chosen)] for index in range(count)]


def _alphas_of(folder: Path) -> Path:
    return folder / "alphas" if (folder / "alphas").is_dir() else mask_folder(folder)
