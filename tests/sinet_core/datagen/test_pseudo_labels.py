from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.arrays import Alpha, Image
from sinet_core.datagen.pseudo_labels import label_folder
from sinet_core.datagen.teachers import Ensemble, agreement


class Says:
    """A teacher that calls the left part of every picture a person, and counts its calls."""

    name = "says"
    size = (32, 32)

    def __init__(self, share: float) -> None:
        self.share = share
        self.asked = 0

    def alpha(self, image: Image) -> Alpha:
        self.asked += 1
        alpha = np.zeros(self.size, np.float32)
        alpha[:, : round(32 * self.share)] = 1
        return alpha


def test_agreement_is_the_soft_overlap() -> None:
    half, quarter = Says(0.5).alpha(np.zeros((1, 1, 3), np.uint8)), Says(0.25).alpha(np.zeros((1, 1, 3), np.uint8))
    assert agreement([half, half]) == 1
    assert agreement([half, quarter]) == pytest.approx(0.5)
    assert agreement([0 * half, 0 * half]) == 1, "all see nobody"


def test_label_is_the_mean() -> None:
    alpha, score = Ensemble([Says(0.5), Says(1.0)], (64, 64)).label(np.zeros((10, 10, 3), np.uint8))
    assert alpha.shape == (64, 64)
    assert alpha[:, :30].min() == 1
    assert alpha[:, 36:].mean() == pytest.approx(0.5)
    assert score == pytest.approx(0.5)


def test_a_member_counts_as_much_as_its_weight() -> None:
    teachers = [Says(0.5), Says(1.0)]
    alpha, _ = Ensemble(teachers, (64, 64), weights=[3, 1]).label(np.zeros((10, 10, 3), np.uint8))
    assert alpha.dtype == np.float32
    assert alpha[:, 36:].mean() == pytest.approx(0.25)


@pytest.mark.parametrize("weights", [[1], [1, 0], [1, -2], [1, 1, 1]])
def test_wrong_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="as many positive weights"):
        Ensemble([Says(0.5), Says(1.0)], weights=weights)


def test_folder_is_labelled_once_and_resumed(tmp_path: Path) -> None:
    images, out = tmp_path / "images", tmp_path / "out"
    images.mkdir()
    for name in ("a", "b"):
        cv2.imwrite(str(images / f"{name}.png"), np.zeros((20, 20, 3), np.uint8))
    teacher = Says(0.5)
    label_folder(images, out, Ensemble([teacher]))
    cv2.imwrite(str(images / "c.png"), np.zeros((20, 20, 3), np.uint8))
    (images / "broken.png").write_bytes(b"")
    path = label_folder(images, out, Ensemble([teacher]))
    assert teacher.asked == 3
    assert {row[0] for row in csv.reader(path.open())} == {"a", "b", "c"}
    mask = cv2.imread(str(out / "masks" / "c.png"), cv2.IMREAD_GRAYSCALE)
    assert mask is not None
    assert set(np.unique(mask[:, [0, -1]])) == {0, 255}


def test_boxes_that_people_drew_score_the_labels(tmp_path: Path) -> None:
    images, boxes = tmp_path / "images", tmp_path / "boxes"
    boxes.mkdir()
    images.mkdir()
    for name, x in (("a", 0.25), ("b", 0.75), ("c", None)):
        cv2.imwrite(str(images / f"{name}.png"), np.zeros((20, 20, 3), np.uint8))
        if x is not None:
            (boxes / f"{name}.txt").write_text(f"0 {x} 0.5 0.5 1\n", encoding="utf-8")
    path = label_folder(images, tmp_path / "out", Ensemble([Says(0.5)]), boxes=boxes)
    assert dict(csv.reader(path.open())) == {"b": "0.0000", "a": "1.0000"}, "nobody drew boxes in c"


def test_nobody_to_ask_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Ensemble([])
