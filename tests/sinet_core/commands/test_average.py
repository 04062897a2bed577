from __future__ import annotations

from pathlib import Path

import pytest
import torch

from sinet_core.__main__ import main
from sinet_core.network.build import load_checkpoint, save_checkpoint
from tests.sinet_core.network.networks import lively_checkpoint


def test_two_files_become_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkpoint = lively_checkpoint()
    for name in ("a", "b"):
        save_checkpoint(checkpoint, tmp_path / f"{name}.pt")
    out = tmp_path / "mean.pt"
    assert main(["average", f"{tmp_path / 'a.pt'}=0.4", f"{tmp_path / 'b.pt'}=0.6", "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}: 0.4 a.pt + 0.6 b.pt\n"
    torch.testing.assert_close(load_checkpoint(out).state, checkpoint.state)


@pytest.mark.parametrize("weight", ["x", "-1", "0", "nan"])
def test_a_wrong_share_is_one_line(tmp_path: Path, weight: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["average", f"a.pt={weight}", "-o", str(tmp_path / "mean.pt")]) == 2
    assert capsys.readouterr().err.startswith("error: Argument FILE[=SHARE]:")
