from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.errors import DataError
from sinet_core.paper.streets.dataset import class_weights, crop, find_scenes
from sinet_core.paper.streets.labels import IGNORE
from tests.sinet_core.paper.streets.scenes import write_cityscapes


def test_the_folders_are_read_as_they_lie(cityscapes: Path) -> None:
    scenes = find_scenes(cityscapes, "train")
    assert [scene.name for scene in scenes] == sorted(scene.name for scene in scenes)
    assert len(scenes) == 8
    picture, labels = scenes[0].read()
    assert picture.shape == (128, 256, 3)
    assert set(np.unique(labels)) == {0, 2, 10, 11, 13, IGNORE}


def test_anything_but_cityscapes_is_one_clear_error(cityscapes: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No pictures in"):
        find_scenes(cityscapes, "test")
    write_cityscapes(tmp_path, {"train": 1})
    next(tmp_path.glob("gtFine/*/*/*")).unlink()
    with pytest.raises(DataError, match="has no labels"):
        find_scenes(tmp_path, "train")
    write_cityscapes(tmp_path, {"train": 1})
    cv2.imwrite(str(next(tmp_path.glob("gtFine/*/*/*"))), np.zeros((4, 4), np.uint8))
    with pytest.raises(DataError, match="Cannot read 'aachen"):
        find_scenes(tmp_path, "train")[0].read()


def test_rare_classes_weigh_more(cityscapes: Path) -> None:
    weights = class_weights(find_scenes(cityscapes, "train"))
    assert weights.shape == (19,)
    assert weights[0] < weights[13] < weights[18]
    assert weights[18] == pytest.approx(1 / np.log(1.10))


def test_a_window_keeps_labels_on_their_pixels_and_ignores_what_is_outside() -> None:
    labels = np.zeros((64, 96), np.uint8)
    labels[20:40, 30:60] = 1
    picture = np.repeat((labels * 200)[..., None], 3, 2)
    for seed in range(20):
        part, there = crop(picture, labels, (128, 128), np.random.default_rng(seed), scale=(0.5, 2.0))
        assert part.shape == (128, 128, 3)
        inside = there != IGNORE
        assert ((part[..., 0] > 100) == (there == 1))[inside].mean() > 0.98
    _, small = crop(picture, labels, (128, 128), np.random.default_rng(0), scale=(0.5, 0.5))
    assert (small == IGNORE).mean() > 0.5
