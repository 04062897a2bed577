from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest

from sinet_core.__main__ import main
from tests.sinet_core.benchmark.people import write_cutouts, write_rooms
from tests.sinet_core.benchmark.test_clips import write_folder, write_video

SMALL = ["--sequences", "1", "--frames", "5", "--frame-size", "160x96", "--settle", "1"]


@pytest.fixture
def made_of(tmp_path: Path) -> list[str]:
    people, rooms = write_cutouts(tmp_path / "people"), write_rooms(tmp_path / "rooms")
    return ["--cutouts", str(people), "--rooms", str(rooms)]


def test_made_sequences_give_a_table_and_one_object(made_of: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    threads = cv2.getNumThreads()
    assert main(["evaluate", "--video-made", *made_of, *SMALL, "--seed", "7", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("dtSSD" in line for line in lines)
    assert any(line.startswith("backdrop: ") and "320x192" in line for line in lines), "as the app sees a wide camera"
    data = json.loads(lines[-1])
    assert (data["frames"], data["frame_sizes"], data["seed"]) == (5, ["160x96"], 7)
    figures = data["recipes"]["backdrop"]["with_truth"]
    assert {"mad", "mse", "grad", "conn", "dtssd", "boundary_f1", "flicker", "lag", "step_ms"} == set(figures)
    assert figures["mad"] > 0
    assert cv2.getNumThreads() == threads


def test_markdown_replaces_what_stands_between_the_markers(made_of: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- motion -->\nold\n<!-- /motion -->\nafter\n")
    assert main(["evaluate", "--video-made", *made_of, *SMALL, "--markdown", str(page)]) == 0
    text = page.read_text()
    assert text.startswith("before\n<!-- motion -->\n")
    assert text.endswith("<!-- /motion -->\nafter\n")
    assert "old" not in text
    assert "| backdrop | **" in text
    assert "dtSSD" in text


def test_markdown_into_no_folder_is_reported_before_the_work(
    made_of: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--video-made", *made_of, *SMALL, "--markdown", str(tmp_path / "none" / "page.md")]) == 2
    assert "No folder" in capsys.readouterr().err


def test_written_sequences_measure_as_the_made_ones(
    made_of: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["evaluate", "--video-make", str(out), *made_of, *SMALL, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["clips"] == [str(next(out.iterdir()))]
    figures = []
    for mode in (["--video", str(out)], ["--video-made", *made_of]):
        assert main(["evaluate", *mode, *SMALL, "--json"]) == 0
        figures.append(json.loads(capsys.readouterr().out.splitlines()[-1])["recipes"]["backdrop"]["with_truth"])
    assert figures[0]["mad"] == pytest.approx(figures[1]["mad"], rel=0.02)
    assert figures[0]["flicker"] == pytest.approx(figures[1]["flicker"], rel=0.05, abs=0.05)


def test_clips_with_and_without_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(tmp_path / "walk", 4)
    write_video(tmp_path / "talk.mp4", 4)
    assert main(["evaluate", "--video", str(tmp_path), "--settle", "0", "--json"]) == 0
    data = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert data["frames"] == 8
    assert data["clips"]["walk"]["backdrop"]["mad"] is not None
    talk = data["clips"]["talk.mp4"]["backdrop"]
    assert talk["mad"] is None
    assert talk["flicker"] is not None


def test_keyed_people_join_the_made_ones(
    made_of: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path / "keyed" / "anna", 4)
    keyed = ["--keyed", str(tmp_path / "keyed")]
    assert main(["evaluate", "--video-made", *made_of, *keyed, *SMALL, "--json"]) == 0
    data = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(data["clips"]) == ["00-sway-still", "anna-still"]
    assert data["frames"] == 9


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--data", "a", "--rooms", "b"],
        ["--rooms", "a", "--rooms", "b"],
        ["--video", "nowhere"],
        ["--video-made"],
        ["--video-made", "--cutouts", "nowhere"],
        ["--video-make", "out", "--cutouts", "nowhere"],
        ["--video-made", "--keyed", "nowhere"],
        ["--video", "clips", "--recipe", "jitsi"],
        ["--video", "clips", "--recipe", "jitsi", "--peers", "nowhere"],
        ["--video", "clips", "--weights", "none.onnx"],
        ["--video", "clips", "--settle", "10"],
    ],
)
def test_bad_input_is_one_line_a_hint_and_status_2(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path / "clips" / "walk", 2)
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *argv]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("error: ")
    assert len(error) > 40
    assert [path.name for path in tmp_path.iterdir()] == ["clips"]


@pytest.mark.parametrize(
    "option", [["--frame-size", "7x7"], ["--frames", "0"], ["--recipe", "magic"], ["--every", "x"]], ids="".join
)
def test_impossible_options_are_refused(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--video-made", *option]) == 2
    assert option[0] in capsys.readouterr().err
