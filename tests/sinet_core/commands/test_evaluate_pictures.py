from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pytest

from sinet_core.__main__ import main
from sinet_core.inference.segmenter import WEIGHTS
from tests.sinet_core.benchmark.people import write_cutouts, write_rooms
from tests.sinet_core.training.pictures import write_held_objects, write_pictures

SMALL = ["--count", "3", "--frame-size", "160x96", "--seed", "5"]


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    write_pictures(tmp_path / "data", 3)
    write_cutouts(tmp_path / "people")
    write_rooms(tmp_path / "walls")
    (tmp_path / "peers").mkdir()
    shutil.copy(WEIGHTS / "sinet.onnx", tmp_path / "peers" / "twin.onnx")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[str, dict[str, Any]]:
    assert main(["evaluate", *argv, "--json"]) == 0
    out = capsys.readouterr().out
    return out, json.loads(out.splitlines()[-1])


def test_peers_stand_in_the_same_table(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, result = run(capsys, "--data", str(folders / "data/discs"), "--peers", str(folders / "peers"))
    twin = result["peers"]["twin"]
    assert twin["images"] == 3
    assert {name: result[name] for name in twin} == twin
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["shipped", "twin"]


def test_a_second_look_changes_the_answer(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(folders / "data/discs"), "--size", "96x160"]
    _, one = run(capsys, *data)
    shown, two = run(capsys, *data, "--second-size", "64x128")
    assert two["miou"] != one["miou"]
    assert "96x160+64x128" in shown
    assert (one["size"], two["size"], two["second_size"]) == ("96x160", "96x160", "64x128")
    assert "second_size" not in one
    if one["macs"] is not None:  # torch is installed
        assert two["macs"] / one["macs"] == pytest.approx(1 + 64 * 128 / (96 * 160), rel=1e-2)


def test_the_table_says_which_mean_is_the_papers(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, result = run(capsys, "--data", str(folders / "data/discs"))
    titles, figures, legend = out.splitlines()[:3]
    shown = [float(text) for text in figures.split()[-4:]]
    wanted = [result[name] for name in ("per_image_iou", "miou", "foreground_iou", "boundary_f1")]
    assert shown == pytest.approx(wanted, abs=1e-3)
    assert titles.index("IoU per picture") < titles.index("mIoU") < titles.index("person IoU")
    assert "(the paper's mIoU)" in legend
    assert "rotate" not in str(result)


def test_drawn_angles_are_said(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, result = run(capsys, "--data", str(folders / "data/discs"), "--rotate-within", "60", "--seed", "7")
    assert "-60..60 degrees by seed 7; black" in out
    assert (result["rotate_within"], result["seed"], result["fill"]) == (60, 7, "black")
    _, other = run(capsys, "--data", str(folders / "data/discs"), "--rotate-within", "60", "--seed", "8")
    assert other["per_image_iou"] != result["per_image_iou"]


def test_slices_stand_beside_the_totals(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, rooms = str(folders / "data/discs"), str(folders / "data/rooms")
    out, result = run(capsys, "--data", data, "--rooms", rooms, "--slices")
    assert result["slices"]["low light"]["images"] == 3
    assert result["slices"]["nobody"]["images"] == 3
    assert "low light (3)" in out
    assert "nobody (3)" in out


def test_webcam_pictures_are_made_on_the_way_or_written(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = ["--cutouts", str(folders / "people"), "--rooms", str(folders / "walls"), *SMALL]
    _, direct = run(capsys, "--webcam", *made)
    _, written = run(capsys, "--webcam-make", str(folders / "out"), *made)
    assert written == {"images": 3, "seed": 5}
    _, read = run(capsys, "--data", str(folders / "out"))
    assert direct["images"] == 3
    assert direct == read
    assert main(["evaluate", "--webcam-make", str(folders / "out"), *made]) == 2
    assert "already exists" in capsys.readouterr().err


def test_the_worst_come_as_a_sheet(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = folders / "worst.png"
    out, _ = run(capsys, "--data", str(folders / "data/discs"), "--worst", str(sheet))
    assert cv2.imread(str(sheet)) is not None
    assert len([line for line in out.splitlines() if line.startswith("  ")]) == 3


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--data", "data/discs", "--rooms", "data/rooms"], "More than one folder"),
        (["--data", "data/discs", "--peers", "walls"], "No networks in"),
        (["--webcam"], "No people"),
        (["--data", "data/discs", "--worst", "worst.txt"], "Cannot write"),
    ],
)
def test_impossible_requests_are_reported(
    folders: Path, argv: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folders)
    assert main(["evaluate", *argv]) == 2
    assert message in capsys.readouterr().err


def test_hands_stand_below_the_totals(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = folders / "data/discs"
    assert main(["evaluate", "--data", str(data), "--hands"]) == 2, "no boxes.json"
    (data / "boxes.json").write_text(json.dumps({"0": [[0, 0, 90, 120]]}))
    out, result = run(capsys, "--data", str(data), "--peers", str(folders / "peers"), "--hands")
    assert 0 <= result["hands_kept"] <= 1
    assert result["peers"]["twin"]["hands_kept"] == result["hands_kept"]
    assert f"{result['hands_kept']:.3f}" in out
    assert main(["evaluate", "--data", str(data), "--hands", "--rotate", "25"]) == 2


def test_held_objects_have_a_table_of_their_own(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_held_objects(folders)
    out, result = run(capsys, "--held", str(folders), "--peers", str(folders / "peers"))
    assert (result["kept"], result["lost"]) == (0, 94), "the pictures are empty"
    assert result["peers"]["twin"]["kinds"] == result["kinds"]
    assert "94 held objects" in out


@pytest.mark.parametrize("more", [["--hands"], ["--slices"], ["--rotate", "25"], ["--rooms", "data/rooms"]])
def test_held_objects_are_measured_alone(folders: Path, more: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folders)
    assert main(["evaluate", "--held", ".", *more]) == 2


def test_missing_pictures_of_held_objects_are_told(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--held", str(folders)]) == 2
    assert "88 of 88 pictures of held objects are missing" in capsys.readouterr().err


@pytest.mark.parametrize(("width", "parameters"), [(1.0, 86_910), (1.5, None)])
def test_the_cost_is_that_of_the_network_in_the_file(
    folders: Path, capsys: pytest.CaptureFixture[str], width: float, parameters: int | None
) -> None:
    from sinet_core.network.config import TRAINABLE
    from sinet_core.network.export import export_onnx
    from sinet_core.network.sinet import SINet
    from tests.sinet_core.network.networks import lively_checkpoint

    config = TRAINABLE.widened(width)
    own = sum(p.numel() for p in SINet(config).parameters())
    assert own == (parameters or own)
    export_onnx(replace(lively_checkpoint(), config=config, state=SINet(config).state_dict()), folders / "it.onnx")
    _, result = run(capsys, "--data", str(folders / "data/discs"), "--weights", str(folders / "it.onnx"))
    assert result["parameters"] == own
    assert (result["macs"] > 100e6) == (width > 1)
