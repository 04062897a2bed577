from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from sinet_core.errors import DataError
from sinet_core.network.cityscapes import CityscapesConfig
from sinet_core.network.cityscapes_net import CityscapesNet
from sinet_core.paper.streets.confusion import ClassConfusion
from sinet_core.paper.streets.dataset import class_weights, crop, find_scenes
from sinet_core.paper.streets.labels import CLASSES, IGNORE, LABEL_IDS, train_ids
from sinet_core.paper.streets.recipe import StreetRecipe, load_street_recipe
from sinet_core.paper.streets.training import StreetRun, measure_streets, rate
from tests.sinet_core.paper.streets.scenes import BUILDING, CAR, EGO, PERSON, ROAD, SKY, write_cityscapes

SMALL = StreetRecipe(size=(128, 256), scale=(0.9, 1.3), batch=2, pictures=400, lr=0.05)


@pytest.fixture(scope="module")
def cityscapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cityscapes")
    write_cityscapes(folder, {"train": 8, "val": 3})
    return folder


def test_labels_become_train_ids_and_the_rest_is_ignored() -> None:
    assert len(CLASSES) == len(LABEL_IDS) == 19
    made = train_ids(np.array([[ROAD, BUILDING, SKY, PERSON, CAR, EGO, 0, 33, 34]], np.uint8))
    assert made.tolist() == [[0, 2, 10, 11, 13, IGNORE, IGNORE, 18, IGNORE]]


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


def test_miou_over_classes_by_hand() -> None:
    truth = np.array([[0, 0, 1, 1, IGNORE]], np.uint8)
    found = ClassConfusion.of(3).add(np.array([[0, 1, 1, 1, 2]], np.uint8), truth)
    assert found.ious[:2].tolist() == pytest.approx([1 / 2, 2 / 3])
    assert np.isnan(found.ious[2])
    assert found.miou == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert found.add(np.array([[2]], np.uint8), np.array([[0]], np.uint8)).ious[2] == 0
    assert ClassConfusion.of(3).miou == 0
    with pytest.raises(ValueError, match="same size"):
        found.add(truth, truth[:, :2])
    with pytest.raises(ValueError, match="below 3"):
        found.add(truth * 0, truth * 0 + 7)


def test_the_rate_rises_and_falls_to_nothing() -> None:
    rates = [rate(SMALL, done / 100) for done in range(101)]
    assert rates.index(max(rates)) == 5
    assert max(rates) == pytest.approx(SMALL.lr)
    assert rates[100] == 0
    assert rates[5:] == sorted(rates[5:], reverse=True)


def test_the_authors_recipe_fits_the_network() -> None:
    recipe = load_street_recipe()
    assert (recipe.lr, recipe.batch, recipe.encoder_loss) == (0.045, 6, 0.25)
    assert all(side % 128 == 0 for side in recipe.size)
    assert recipe.pictures == 1500 * 2975


def test_the_decoder_has_the_authors_parameters_and_both_gates_block() -> None:
    torch.manual_seed(0)
    network = CityscapesNet(CityscapesConfig()).eval()
    assert sum(p.numel() for p in network.decoder.parameters()) == 2_717
    with torch.inference_mode():
        image = torch.randn(1, 3, 128, 256)
        assert network(image).shape == (1, 19, 64, 128)
        features = network.encoder.features(image)
        sure = features._replace(logits=torch.full_like(features.logits, 0.0))
        sure.logits[:, 3] = 1e4
        silent = sure._replace(eighth=torch.zeros_like(sure.eighth), quarter=torch.zeros_like(sure.quarter))
        torch.testing.assert_close(network.decoder(sure), network.decoder(silent))
        unsure = features._replace(logits=torch.zeros_like(features.logits))
        for part in ("eighth", "quarter"):
            without = unsure._replace(**{part: torch.zeros_like(getattr(unsure, part))})
            assert (network.decoder(unsure) - network.decoder(without)).abs().max() > 1e-7, part


@pytest.mark.slow
def test_a_training_learns_the_made_streets_and_continues_after_a_kill(cityscapes: Path, tmp_path: Path) -> None:
    val = find_scenes(cityscapes, "val")
    run = StreetRun(SMALL, cityscapes, tmp_path)
    assert not run.train(2)
    halves, whole = StreetRun(SMALL, cityscapes, tmp_path), StreetRun(SMALL, cityscapes, tmp_path / "whole")
    assert halves.step == 2
    halves.train(1)
    whole.train(3)
    for mine, other in zip(halves.network.parameters(), whole.network.parameters(), strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-3, atol=1e-5)
    before = measure_streets(halves.network, val, SMALL.size)
    halves.train(37)
    after = measure_streets(halves.network, val, SMALL.size)
    assert after.miou > 0.5 > before.miou
    with pytest.raises(DataError, match="another recipe"):
        StreetRun(replace(SMALL, lr=1.0), cityscapes, tmp_path)
