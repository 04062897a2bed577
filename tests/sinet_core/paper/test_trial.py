from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sinet_core.errors import DataError
from sinet_core.inference.engines.torch import TorchSegmenter
from sinet_core.network.build import MEAN_BGR, STD_BGR, Checkpoint, save_checkpoint
from sinet_core.network.config import TRAINABLE, Branch
from sinet_core.network.summary import count_parameters
from sinet_core.paper.plan import GENTLER, Plan, TrainedEncoder, Variant, load_plan
from sinet_core.paper.trained_tables import trained_table, trials
from sinet_core.paper.trial import Trial, begin, measure, score_of, train
from sinet_core.training.data.cache import build_cache
from sinet_core.training.data.turning import Turning
from sinet_core.training.evaluate import evaluate, read_pairs
from tests.sinet_core.network.networks import lively_checkpoint, lively_network
from tests.sinet_core.training.pictures import write_pictures

TINY = replace(load_plan(4), seeds=(1, 2), pictures=16, batch=2, size=(64, 64), angles=(0, 45))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Discs in place of EG1800."""
    write_pictures(tmp_path / "made", 8)
    folder = tmp_path / "data" / "eg1800"
    folder.parent.mkdir()
    (tmp_path / "made" / "discs").rename(folder)
    names = [path.stem for path in sorted((folder / "images").iterdir())]
    (folder / "train.txt").write_text("\n".join(names[:6]))
    (folder / "test.txt").write_text("\n".join(names[6:]))
    return folder.parent


@pytest.fixture
def cache(data: Path, tmp_path: Path) -> Path:
    build_cache(TINY.recipe(1), data, None, tmp_path / "cache")
    return tmp_path / "cache"


def trial(runs: Path, variant: Variant = TINY.variants[0], plan: Plan = TINY) -> Trial:
    return Trial(plan, variant, 1, runs)


def test_plans_are_the_papers_rows() -> None:
    assert [variant.gate for variant in load_plan(4).variants] == ["block", "reverse", "removed", "attention"]
    assert len(load_plan(3).variants) == 11
    five = load_plan(5)
    costs = [count_parameters(variant.config()) for variant in five.variants]
    assert costs == [81_918] * 3 + [95_742] * 3 + [86_910]
    config = five.variants[2].config()
    assert {branch for module in (*config.modules2, *config.modules3) for branch in module} == {Branch(3, 4)}


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


def test_what_is_trained_and_measured_stands_in_the_table(data: Path, cache: Path, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    one = trial(runs)
    assert one.scores() is None
    train(one, cache)
    scores = measure(one, data / "eg1800")
    assert one.scores() == scores
    assert set(scores["angles"]) == {"0", "45"}
    plan = replace(TINY, variants=TINY.variants[:2])
    table = trained_table(4, plan, runs)
    first, second = table.rows
    assert first["iou_45"] == f"{scores['angles']['45']['per_image_iou']:.2f}"
    assert first["paper_miou_45"] == 84.74
    assert "iou_45" not in second
    assert "1 of 4 trainings, each from scratch, on 16 pictures" in " ".join(table.notes)
    assert trial(runs, plan=replace(TINY, pictures=18)).scores() is None, "a longer training is another one"


def test_several_seeds_have_a_mean_and_a_spread(data: Path, cache: Path, tmp_path: Path) -> None:
    plan = replace(TINY, variants=TINY.variants[:1], pictures=2, angles=(0,))
    for one in trials(plan, tmp_path):
        train(one, cache)
        measure(one, data / "eg1800")
    assert "±" in str(trained_table(4, plan, tmp_path).rows[0]["iou_0"])


def test_first_seeds_come_before_second_ones() -> None:
    order = [(one.variant.name, one.seed) for one in trials(TINY, Path("x"))]
    assert [seed for _, seed in order] == [1] * 4 + [2] * 4
    folders = {one.folder for plan in map(load_plan, (3, 4, 5)) for one in trials(plan, Path(str(len(plan.variants))))}
    assert len(folders) == 11 + 12 + 21


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
