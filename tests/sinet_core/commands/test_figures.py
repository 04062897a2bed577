from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sinet_core.__main__ import main
from sinet_core.inference.segmenter import WEIGHTS
from tests.sinet_core.training.pictures import write_held_objects, write_pictures


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three of the test sets, under their names: EG1800 with a split, hands with boxes, rooms."""
    write_pictures(tmp_path / "made", 3)
    for name in ("eg1800", "hands_test"):
        shutil.copytree(tmp_path / "made/discs", tmp_path / name)
    (tmp_path / "eg1800/test.txt").write_text("0\n1\n")
    (tmp_path / "hands_test/boxes.json").write_text(json.dumps({"0": [[0, 0, 90, 120]]}))
    shutil.copytree(tmp_path / "made/rooms", tmp_path / "rooms_test")
    return tmp_path


def test_every_network_stands_on_every_set_that_is_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twin = data / "twin.onnx"
    shutil.copy(WEIGHTS / "sinet.onnx", twin)
    weights, table = str(WEIGHTS / "sinet.onnx"), data / "table.md"
    argv = ["--weights", weights, "--peers", str(twin), "--markdown", str(table), "--json"]
    assert main(["figures", "--data", str(data), *argv]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = json.loads(lines[-1])["networks"]
    sizes = ["224x224", "192x320", "160x256", "128x224"]
    looks = "sinet, two looks", "224x384"
    ours = [*(("sinet", s) for s in sizes), looks]
    assert [(row["name"], row["size"]) for row in rows] == [*ours, ("twin", "224x224")]
    assert list(rows[0]["sets"]) == ["eg1800", "hands_test", "rooms_test"]
    assert rows[0]["sets"] == rows[-1]["sets"]
    shown = [line for line in table.read_text().splitlines() if line.startswith("| sinet | 224×224")]
    hands = rows[0]["sets"]["hands_test"]
    assert f"{hands['miou']:.2f} / {hands['f1']:.3f} / {hands['hands']:.3f}" in shown[0]
    assert f"{rows[0]['sets']['rooms_test']['person']:.2f} %" in shown[0]
    assert "95.21" in table.read_text(), "the citation stands beside"
    assert "held objects" not in table.read_text()
    assert any(line.startswith("Not measured: 88 of 88 pictures of held objects") for line in lines)


def test_held_objects_stand_beside_the_hands(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_held_objects(data)
    assert main(["figures", "--data", str(data), "--weights", str(WEIGHTS / "sinet.onnx"), "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    row = json.loads(lines[-1])["networks"][0]["sets"]
    assert list(row) == ["eg1800", "hands_test", "held_objects", "rooms_test"]
    assert (row["held_objects"]["held"], row["held_objects"]["beside"]) == (0, 0), "the pictures are empty"
    assert "| 0.000 / 0.000 |" in next(line for line in lines if line.startswith("| sinet | 224×224"))
    assert not any(line.startswith("Not measured") for line in lines)


def test_the_figures_are_those_of_evaluate(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--data", str(data), "--weights", str(WEIGHTS / "sinet.onnx"), "--json"]) == 0
    cell = json.loads(capsys.readouterr().out.splitlines()[-1])["networks"][0]["sets"]["eg1800"]
    assert main(["evaluate", "--data", str(data / "eg1800"), "--split", "test", "--json"]) == 0
    alone = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (cell["miou"], cell["f1"]) == (alone["miou"], alone["boundary_f1"])


def test_by_default_it_measures_all_that_ships_and_all_looks_of_the_app(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pictures(tmp_path / "made", 1)
    shutil.copytree(tmp_path / "made/discs", tmp_path / "everyday")
    assert main(["figures", "--data", str(tmp_path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out.splitlines()[-1])["networks"]
    names = {path.stem for path in WEIGHTS.glob("*.onnx")}
    assert names == {"sinet", "sinet-wide"}
    assert {row["name"] for row in rows} == names | {f"{name}, two looks" for name in names}


def test_a_folder_without_test_sets_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--data", str(tmp_path)]) == 2
    assert "hands_test" in capsys.readouterr().err
