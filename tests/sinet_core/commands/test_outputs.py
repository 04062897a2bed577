from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.__main__ import main
from tests.sinet_core.commands.answers import one_line


@pytest.mark.parametrize("place", ["file/x", "folder"])
@pytest.mark.parametrize(
    "argv",
    [
        ["curves", "log.csv", "-o", "PLACE.png"],
        ["export", "-o", "PLACE.onnx"],
        ["import", "a.pth", "-o", "PLACE.pt"],
        ["generate", "--sheet", "labels", "-o", "PLACE.png"],
        ["evaluate", "--data", "pictures", "--worst", "PLACE.png"],
        ["evaluate", "--video", "clips", "--markdown", "PLACE.md"],
    ],
    ids=" ".join,
)
def test_a_file_that_cannot_be_written_is_reported_before_the_work(
    argv: list[str], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    out = argv[-1].replace("PLACE", place)
    (tmp_path / "file").write_text("")
    (tmp_path / Path(out).name).mkdir()
    assert main([*argv[:-1], out]) == 2
    assert f"'{Path(out)}'" in one_line(capsys)
    assert len(list(tmp_path.rglob("*"))) == 2


@pytest.mark.parametrize(
    "argv",
    [
        ["train", "--recipe", "webcam", "--data", "d", "--out", "OUT"],
        ["train", "--recipe", "webcam", "--data", "d", "--out", "o", "--cache", "OUT"],
        ["generate", "--images", "i", "--teacher", "t.onnx", "--out", "OUT"],
        ["generate", "--crop", "--images", "i", "--masks", "m", "--out", "OUT"],
        ["evaluate", "--webcam-make", "OUT"],
        ["evaluate", "--video-make", "OUT"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_reported_before_the_work(
    argv: list[str], out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    assert main([out if part == "OUT" else part for part in argv]) == 2
    assert f"'{Path(out)}'" in one_line(capsys)


@pytest.mark.parametrize(
    ("argv", "suffix"),
    [
        (["curves", "log.csv", "-o", "x.txt"], ".png"),
        (["export", "-o", "x.pt"], ".onnx"),
        (["import", "a.pth", "-o", "x.onnx"], ".pt"),
        (["generate", "--sheet", "labels", "-o", "x"], ".png"),
        (["evaluate", "--data", "pictures", "--worst", "x.gif"], ".png"),
    ],
    ids=str,
)
def test_a_file_of_another_kind_is_refused_with_the_kinds_there_are(
    argv: list[str], suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(argv) == 2
    assert suffix in one_line(capsys)

