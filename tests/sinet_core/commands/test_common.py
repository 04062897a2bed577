from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.__main__ import main
from tests.sinet_core.commands.answers import one_line


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



def test_a_second_look_is_for_our_networks_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "theirs.onnx").write_bytes(b"a network of somebody else")
    argv = ["evaluate", "--rooms", str(tmp_path), "--weights", str(tmp_path / "theirs.onnx")]
    assert main([*argv, "--second-size", "160x256"]) == 2
    assert "'theirs.onnx' looks once. Drop --second-size" in one_line(capsys)
