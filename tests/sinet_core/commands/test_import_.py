from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.__main__ import main
from sinet_core.network.build import load_checkpoint
from tests.shared import PUBLISHED, needs_shared


@needs_shared
def test_import_takes_the_published_checkpoint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(PUBLISHED), "-o", str(tmp_path / "ours.pt")]) == 0
    assert "86,910 parameters" in capsys.readouterr().out
    assert load_checkpoint(tmp_path / "ours.pt").meta["recipe"] == "published"
