from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sinet_core.errors import DataError
from sinet_core.inference.engines.torch import TorchSegmenter
from sinet_core.network.build import MEAN_BGR, STD_BGR, Checkpoint, save_checkpoint
from sinet_core.network.config import TRAINABLE
from sinet_core.paper.plan import GENTLER, TrainedEncoder, load_plan
from sinet_core.paper.trial import begin, score_of, train
from sinet_core.training.data.turning import Turning
from sinet_core.training.evaluate import evaluate, read_pairs
from tests.sinet_core.network.networks import lively_checkpoint, lively_network
from tests.sinet_core.paper.tiny import TINY, trial


def test_a_training_that_was_stopped_ends_where_a_whole_one_does(cache: Path, tmp_path: Path) -> None:
    halves, whole = trial(tmp_path / "halves"), trial(tmp_path / "whole")
    assert not train(halves, cache, 3)
    assert halves.done() == 6
    assert train(halves, cache)
    assert train(whole, cache)
    mine, other = (torch.load(t.folder / "weights.pt", weights_only=True)["state"] for t in (halves, whole))
    for name, tensor in mine.items():
        torch.testing.assert_close(tensor, other[name], rtol=1e-4, atol=1e-5)
    assert (halves.folder / "log.csv").read_text().splitlines()[0] == "step,pictures,loss,lr"


def test_another_plan_does_not_continue_in_the_same_folder(cache: Path, tmp_path: Path) -> None:
    train(trial(tmp_path), cache, 1)
    with pytest.raises(DataError, match="another plan"):
        train(trial(tmp_path, plan=replace(TINY, lr=1.0)), cache, 1)


def test_a_table_can_begin_with_one_trained_encoder(tmp_path: Path) -> None:
    save_checkpoint(lively_checkpoint(shuffle=False, align_corners=False), tmp_path / "trained.pt")
    held = TrainedEncoder.load(tmp_path / "trained.pt")
    plan = replace(TINY, encoder=held)
    for variant in plan.variants:
        network, scratch = (begin(trial(tmp_path, variant, plan)).state_dict() for plan in (plan, TINY))
        for name, tensor in network.items():
            given = held.state.get(name)
            assert torch.equal(tensor, given) if given is not None else tensor.shape == scratch[name].shape, name
    assert plan.recipe(1).stages[0].lr == TINY.lr * GENTLER
    assert plan.schedule() == TINY.schedule() | {"encoder": held.digest}
    with pytest.raises(DataError, match="cannot begin with that encoder"):
        begin(trial(tmp_path, load_plan(5).variants[3], plan))


def test_many_pictures_at_once_have_the_score_of_one_by_one(data: Path) -> None:
    network = lively_network(TRAINABLE)
    checkpoint = Checkpoint(TRAINABLE, network.state_dict(), MEAN_BGR, STD_BGR)
    segmenter = TorchSegmenter(checkpoint, TINY.size)
    turning = Turning(within=45)
    one_by_one = evaluate(segmenter, read_pairs(data / "eg1800", "test"), turning=turning)
    together = score_of(network, list(read_pairs(data / "eg1800", "test")), TINY.size, turning)
    assert together.per_image_iou == pytest.approx(one_by_one.per_image_iou, abs=0.1)
    assert together.boundary_f1 == pytest.approx(one_by_one.boundary_f1, abs=1e-3)
