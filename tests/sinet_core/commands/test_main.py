from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinet_core.__main__ import main
from sinet_core.inference.engines.auto import fallback
from sinet_core.inference.segmenter import open_segmenter
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
    assert (result["images"], result["size"], result["engine"]) == (3, "224x224", open_segmenter().name)
    assert main(["evaluate", "--rooms", str(tmp_path / "rooms"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["images"] == 3


def test_export_writes_what_the_app_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_checkpoint(lively_checkpoint(), tmp_path / "a.pt")
    assert main(["export", "--weights", str(tmp_path / "a.pt"), "-o", str(tmp_path / "a.onnx")]) == 0
    write_pictures(tmp_path, 2)
    assert main(["evaluate", "--data", str(tmp_path / "discs"), "--weights", str(tmp_path / "a.onnx"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["engine"] == fallback()


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
    assert main(argv) == 2
    assert f"{argv[1]}: must be a" in one_line(capsys)


def test_impossible_sizes_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--size", "100x100"]) == 2
    assert "multiples of 32" in one_line(capsys)


@pytest.mark.parametrize(
    ("argv", "help_of"),
    [
        ([], "python -m sinet_core"),
        (["magic"], "python -m sinet_core"),
        (["--magic"], "python -m sinet_core"),
        (["summary", "--magic"], "python -m sinet_core"),
        (["summary", "--gate", "magic"], "python -m sinet_core summary"),
        (["train"], "python -m sinet_core train"),
        (["evaluate", "--data"], "python -m sinet_core evaluate"),
        (["evaluate", "--data", "a", "--webcam"], "python -m sinet_core evaluate"),
    ],
    ids=str,
)
def test_wrong_options_are_one_line_that_names_the_help(
    argv: list[str], help_of: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    assert one_line(capsys).endswith(f" See {help_of} --help.")


def test_help_is_not_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["train", "--help"])
    assert caught.value.code == 0
    assert "usage: python -m sinet_core train" in capsys.readouterr().out


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


def test_a_disk_that_fills_up_is_one_line_a_hint_and_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save_checkpoint(lively_checkpoint(), tmp_path / "a.pt")

    def full(path: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["export", "--weights", str(tmp_path / "a.pt"), "-o", str(tmp_path / "b.onnx")]) == 1
    error = one_line(capsys)
    assert "No space left on device" in error
    assert "b.onnx" in error
    assert error.endswith("Free some space, or write elsewhere.")
    assert not list(tmp_path.glob("b.onnx*"))


def test_a_checkpoint_that_cannot_be_written_shows_no_traceback_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_content: object, _file: object) -> None:
        raise RuntimeError("[enforce fail at inline_container.cc:672] unexpected pos 64 vs 0") from OSError(28, "full")

    save_checkpoint(lively_checkpoint(), tmp_path / "a.pt")
    before = (tmp_path / "a.pt").read_bytes()
    monkeypatch.setattr("torch.save", full)
    with pytest.raises(OSError, match=r"a\.pt"):
        save_checkpoint(lively_checkpoint(), tmp_path / "a.pt")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pt"]
    assert (tmp_path / "a.pt").read_bytes() == before


def test_a_stop_by_hand_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("sinet_core.commands.summary.run", stop)
    assert main(["summary"]) == 130
    assert one_line(capsys) == "error: Stopped."


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """The printed error: one line, and nothing else on stderr."""
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("error: ")
    return lines[0]
