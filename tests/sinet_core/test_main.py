from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.__main__ import main
from sinet_core.network.build import save_checkpoint
from tests.sinet_core.commands.answers import one_line
from tests.sinet_core.network.networks import lively_checkpoint


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

