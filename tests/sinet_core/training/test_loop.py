from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sinet_core.__main__ import main
from sinet_core.errors import DataError
from sinet_core.network.build import MEAN_BGR, build_network, load_checkpoint, save_checkpoint
from sinet_core.training import loop
from sinet_core.training.loop import Run
from sinet_core.training.validation import Validated
from tests.shared import ROOT
from tests.sinet_core.network.networks import lively_checkpoint
from tests.sinet_core.training.pictures import tiny_recipe


def run(cache: Path, out: Path) -> Run:
    return Run(tiny_recipe(), cache, out, workers=0, compiled=False)


def test_a_resumed_run_ends_with_the_same_weights(cache: Path, tmp_path: Path) -> None:
    whole = run(cache, tmp_path / "whole")
    whole.train()
    first = run(cache, tmp_path / "parts")
    first.train(max_steps=4)
    second = run(cache, tmp_path / "parts")
    assert second.resume()
    assert (second.position.stage, second.position.step) == (0, 4)
    second.train()
    for name, tensor in whole.network.state_dict().items():
        torch.testing.assert_close(second.network.state_dict()[name], tensor, msg=name)
    for name, tensor in whole.average.state_dict().items():
        torch.testing.assert_close(second.average.state_dict()[name], tensor, msg=name)


def test_training_learns_and_leaves_weights_and_a_log(cache: Path, tmp_path: Path) -> None:
    encoder, network = tiny_recipe().stages
    longer = tiny_recipe((encoder, replace(network, sizes=((64, 64),), pictures=400)))
    training = Run(longer, cache, tmp_path, workers=0, compiled=False)
    before = training.validate()
    training.train()
    training.position.stage = 1
    assert training.validate().miou > before.miou + 10
    checkpoint = load_checkpoint(tmp_path / "sinet.pt")
    assert checkpoint.meta["recipe"] == "tiny"
    rows = (tmp_path / "log.csv").read_text().splitlines()
    assert rows[0].startswith("time,stage,step,loss")
    validated = [row.split(",")[1] for row in rows[1:] if row.split(",")[6]]
    assert validated == ["0", "1"], "at the end of each stage"
    assert load_checkpoint(tmp_path / "best.pt").meta["stage"] in (0, 1)


def test_a_recipe_chooses_the_decoders_gate(cache: Path, tmp_path: Path) -> None:
    training = Run(replace(tiny_recipe(), gate="attention"), cache, tmp_path, workers=0, compiled=False)
    training.train(max_steps=1)
    assert load_checkpoint(tmp_path / "sinet.pt").config.gate == "attention"


def test_encoder_stage_leaves_the_decoder_alone(cache: Path, tmp_path: Path) -> None:
    training = run(cache, tmp_path)
    before = training.network.decoder.classifier.weight.clone()
    training.train(max_steps=3)
    torch.testing.assert_close(training.network.decoder.classifier.weight, before, rtol=0, atol=2e-3)


def test_a_run_starts_from_published_weights_as_they_are(cache: Path, tmp_path: Path) -> None:
    """They shuffle channels, use another grid and another normalisation: loaded directly, the result is noise."""
    published = lively_checkpoint()
    published = replace(published, mean=MEAN_BGR, std=(60.0, 61.0, 62.0))
    training = run(cache, tmp_path)
    training.start_from(published)
    started = training.checkpoint()
    picture = torch.rand(2, 3, 64, 64) * 255
    answers = []
    for checkpoint in (published, started):
        mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (checkpoint.mean, checkpoint.std))
        with torch.inference_mode():
            answers.append(build_network(checkpoint)((picture - mean) / std))
    torch.testing.assert_close(answers[1], answers[0], rtol=1e-3, atol=1e-3)


def test_a_run_does_not_continue_with_another_gate(cache: Path, tmp_path: Path) -> None:
    run(cache, tmp_path).train(max_steps=1)
    other = Run(replace(tiny_recipe(), gate="removed"), cache, tmp_path, workers=0, compiled=False)
    with pytest.raises(DataError, match="gate 'block'"):
        other.resume()


def test_a_wide_run_continues_from_a_narrow_one(cache: Path, tmp_path: Path) -> None:
    narrow = run(cache, tmp_path / "narrow")
    narrow.train(max_steps=1)
    wide = Run(replace(tiny_recipe(), width=1.5), cache, tmp_path / "wide", workers=0, compiled=False)
    wide.start_from(narrow.checkpoint())
    assert wide.validate().sets["discs"] == pytest.approx(narrow.validate().sets["discs"], abs=0.05)
    wide.train(max_steps=1)
    assert load_checkpoint(tmp_path / "wide/sinet.pt").config.stage3 == 144
    with pytest.raises(DataError, match="as wide"):
        run(cache, tmp_path / "wide").resume()


def test_the_best_weights_are_kept_while_worse_ones_follow(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "VALIDATE_EVERY_S", 0.0)
    scores = iter((80.0, 90.0, *[70.0] * 20))
    monkeypatch.setattr(Run, "validate", lambda self: Validated({"discs": next(scores)}, 0.0))
    first = run(cache, tmp_path)
    first.train(max_steps=3)
    second = run(cache, tmp_path)
    second.resume()
    second.train()
    assert load_checkpoint(tmp_path / "best.pt").meta["step"] == 2


def test_a_finished_run_is_not_overwritten(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(cache, tmp_path).train(max_steps=1)
    before = (tmp_path / "latest.pt").read_bytes()
    assert main(["train", "--recipe", "paper", "--data", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "holds a training" in capsys.readouterr().err
    assert (tmp_path / "latest.pt").read_bytes() == before


@pytest.mark.slow
def test_two_processes_hold_the_same_weights_and_a_resumed_run_continues(cache: Path, tmp_path: Path) -> None:
    script = Path(__file__).with_name("two_ranks.py")
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node=2", str(script)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    ends = {"stage": 0, "step": 2}, {"stage": 1, "step": 1}  # together, both see a stage's 24 pictures in 3 steps
    for position in ends:
        subprocess.run([*launch, str(cache), str(tmp_path), "2"], check=True, env=environment, timeout=300)
        sums = [(tmp_path / f"rank{rank}.txt").read_text() for rank in (0, 1)]
        assert sums[0] == sums[1]
        state = torch.load(tmp_path / "latest.pt", weights_only=True)
        assert state["position"] == position
    reported = [row.split(",")[1:3] for row in (tmp_path / "log.csv").read_text().splitlines()]
    assert reported == [["stage", "step"], ["0", "1"], ["0", "2"], ["0", "3"], ["0", "3"], ["1", "1"]], "by one of them"


@pytest.mark.slow
def test_workers_start_after_opencv_has_run_threads(cache: Path, tmp_path: Path) -> None:
    """A validation in this process, then new workers: forked ones used to hang."""
    script = Path(__file__).with_name("with_workers.py")
    done = subprocess.run(
        [sys.executable, str(script), str(cache), str(tmp_path)],
        check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=300, capture_output=True, text=True,
    )  # fmt: skip
    assert "stage 1 done" in done.stdout


def test_a_stage_may_begin_with_the_best_of_the_one_before(cache: Path, tmp_path: Path) -> None:
    encoder, network = tiny_recipe().stages
    for begin in ("last", "best"):
        out = tmp_path / begin
        stages = encoder, replace(network, begin=begin, lr=0.0, lr_end=0.0)
        training = Run(tiny_recipe(stages), cache, out, workers=0, compiled=False)
        training.train(max_steps=encoder.steps())
        assert (training.position.stage, training.position.step) == (0, encoder.steps())
        training.train(max_steps=1)
        assert (training.position.stage, training.position.step) == (1, 0)
        best = load_checkpoint(out / "best.pt")
        with torch.no_grad():
            best.state["encoder.stem.conv.weight"].fill_(0.125)
        save_checkpoint(best, out / "best.pt")
        training.train(max_steps=1)
        marked = bool((training.network.encoder.stem.conv.weight == 0.125).all())
        assert marked == (begin == "best")
