"""render with many inputs: names, refusals, and the report on each file."""
import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.pipeline.sinks.snapshot import write_png
from tests.media import plain, write_video

RED = (0, 0, 255)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a/one.mp4", "b/one.mkv", "b/two.mov"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write_video(tmp_path / name, [plain(RED)] * 3)
    write_png(plain(RED), tmp_path / "b" / "still.png")
    (tmp_path / "b" / "notes.txt").write_text("no picture")
    return tmp_path


def rendered(*arguments: str) -> int:
    return main(["render", *arguments, "--background", "#00ff00", "--json"])


def answers(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    return {each["input"]: each for each in map(json.loads, capsys.readouterr().out.splitlines())}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_folders_and_patterns_become_a_folder_and_no_two_results_collide(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "c").mkdir()
    write_video(folder / "c" / "one.mp4", [plain(RED)] * 3)
    assert rendered("a/one.mp4", "b", "c/*.mp4", "a/one.mp4", "-o", "out/new", "--jobs", "2") == 0
    assert names(folder / "out" / "new") == ["one (2).mp4", "one.mkv", "one.mp4", "still.png", "two.mov"]
    told = answers(capsys)
    assert list(told) != []
    assert {name: each["frames_out"] for name, each in told.items()} == {
        "a/one.mp4": 3, "b/one.mkv": 3, "b/still.png": 1, "b/two.mov": 3, "c/one.mp4": 3,
    }  # fmt: skip
    assert told["c/one.mp4"]["output"] == str(Path("out/new/one (2).mp4"))


def test_one_that_fails_stops_nobody_and_the_exit_status_tells(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b" / "bad.mp4").write_bytes(b"no video at all")
    assert rendered("b/*.png", "missing.mp4", "b/bad.mp4", "-o", "out") == 2
    told = answers(capsys)
    assert told["b/still.png"]["frames_out"] == 1
    assert "missing.mp4" in told["missing.mp4"]["error"]
    assert (told["b/bad.mp4"]["exit_status"], told["missing.mp4"]["exit_status"]) == (2, 2)
    assert names(folder / "out") == ["still.png"]


def test_what_is_there_is_replaced_on_purpose_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "still.png").write_bytes(b"mine")
    assert rendered("b/still.png", "-o", "out") == 2
    assert "already exists" in answers(capsys)["b/still.png"]["error"]
    assert (folder / "out" / "still.png").read_bytes() == b"mine"
    assert rendered("b/still.png", "-o", "out", "--overwrite", "--quality", "best") == 0
    assert (folder / "out" / "still.png").stat().st_size > 10


def test_transparent_results_have_formats_that_can_be(folder: Path) -> None:
    assert main(["render", "a/one.mp4", "b/still.png", "-o", "out", "--background", "transparent"]) == 0
    assert names(folder / "out") == ["one.webm", "still.png"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a/one.mp4", "b/one.mkv", "-o", "out.mp4"], "one file for several inputs"),
        (["x*.mp4", "-o", "out"], "No file matches"),
        (["empty", "-o", "out"], "no videos or pictures"),
        (["a/one.mp4", "camera:0", "-o", "out"], "has no end"),
        (["a/one.mp4", "-", "-o", "out"], "has no end"),
        (["a", "-o", "a/one.mp4/out"], "cannot be made"),
        (["a", "-o", "out", "--jobs", "0"], "count of at least 1"),
    ],
)
def test_nothing_is_begun_that_cannot_be_meant(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (folder / "empty").mkdir()
    assert rendered(*arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line
    assert "out" not in names(folder)


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(folder: Path) -> None:
    write_png(plain(RED), folder / "b[1].png")
    assert rendered("b[1].png", "-o", "out.png") == 0
    assert (folder / "out.png").is_file()


def test_the_folder_of_the_inputs_is_refused_for_results_with_the_same_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "a" / "one.mp4").read_bytes()
    assert rendered("a/one.mp4", "-o", "a", "--overwrite") == 2
    assert "is the input" in answers(capsys)["a/one.mp4"]["error"]
    assert (folder / "a" / "one.mp4").read_bytes() == before
