from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinet_core.__main__ import main


def test_table_prints_text_page_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "table.md"
    assert main(["table", "7", "--json", "--markdown", str(page)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("Table 7")
    assert json.loads(out[-1])["rows"][0]["parameters"] == 480
    assert page.read_text().startswith("| box | output |")
    assert main(["table", "7", "--markdown"]) == 0
    assert capsys.readouterr().out == page.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["table.md"]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["4", "--only", "magic"], "no row 'magic'"),
        (["4", "--train", "nowhere"], "No folder for the trainings"),
        (["6", "--train", "nowhere"], "No folder for the trainings"),
        (["4", "--train", "nowhere", "--runs", "runs"], "No EG1800 in 'nowhere'"),
    ],
)
def test_bad_input_is_reported(
    argv: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["table", *argv]) == 2
    assert message in capsys.readouterr().err
