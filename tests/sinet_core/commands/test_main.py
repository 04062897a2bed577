from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinet_core.__main__ import main
from sinet_core.network.build import load_checkpoint, save_checkpoint
from tests.shared import PUBLISHED, needs_shared
from tests.sinet_core.network.networks import lively_checkpoint
from tests.sinet_core.training.pictures import write_pictures


def test_summary_prints_the_papers_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "86,910 parameters, 0.064 G multiply-adds" in lines
    assert json.loads(lines[-1])["parameters"] == 86_910


def test_evaluate_prints_one_json_object_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pictures(tmp_path, 3)
    assert main(["evaluate", "--data", str(tmp_path / "discs"), "--json"]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    wanted = "images size miou foreground_iou boundary_f1 per_image_iou parameters macs engine"
    assert set(wanted.split()) <= set(result)
    assert (result["images"], result["size"], result["engine"]) == (3, "224x224", "openvino")
    assert main(["evaluate", "--rooms", str(tmp_path / "rooms"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["images"] == 3


def test_export_writes_what_the_app_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_checkpoint(lively_checkpoint(), tmp_path / "a.pt")
    assert main(["export", "--weights", str(tmp_path / "a.pt"), "-o", str(tmp_path / "a.onnx")]) == 0
    write_pictures(tmp_path, 2)
    assert main(["evaluate", "--data", str(tmp_path / "discs"), "--weights", str(tmp_path / "a.onnx"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["engine"] == "openvino"


@needs_shared
def test_import_takes_the_published_checkpoint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(PUBLISHED), "-o", str(tmp_path / "ours.pt")]) == 0
    assert "86,910 parameters" in capsys.readouterr().out
    assert load_checkpoint(tmp_path / "ours.pt").meta["recipe"] == "published"


@pytest.mark.parametrize(
    "argv",
    [
        ["evaluate", "--data", "nowhere"],
        ["evaluate", "--rooms", "nowhere"],
        ["evaluate", "--data", "nowhere", "--weights", "none.onnx"],
        ["export", "--weights", "none.pt", "-o", "x.onnx"],
        ["import", "none.pth", "-o", "x.pt"],
        ["train", "--recipe", "magic", "--data", ".", "--out", "o"],
        ["generate", "--images", ".", "--teacher", "none.onnx", "--out", "o"],
    ],
)
def test_bad_input_is_one_line_a_hint_and_status_2(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(argv) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("error: ")
    assert len(error) > 40
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "argv",
    [
        ["evaluate", "--rotate", "nan"],
        ["evaluate", "--rotate", "inf"],
        ["evaluate", "--rotate", "x"],
        ["evaluate", "--rotate-within", "nan"],
        ["evaluate", "--threads", "-1"],
        ["evaluate", "--seed", "-1"],
        ["train", "--workers", "-1"],
        ["train", "--threads", "-1"],
        ["train", "--steps", "0"],
        ["generate", "--count", "0"],
    ],
    ids=" ".join,
)
def test_impossible_numbers_are_refused(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == 2
    assert f"{argv[1]}: must be a" in capsys.readouterr().err


def test_impossible_sizes_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["summary", "--size", "100x100"])
    assert caught.value.code == 2
    assert "multiples of 32" in capsys.readouterr().err
