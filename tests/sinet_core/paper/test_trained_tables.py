from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sinet_core.paper.plan import load_plan
from sinet_core.paper.trained_tables import trained_table, trials
from sinet_core.paper.trial import measure, train
from tests.sinet_core.paper.tiny import TINY, trial


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
