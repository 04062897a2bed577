from __future__ import annotations

import json

import pytest

from sinet_core.__main__ import main


def test_summary_prints_the_papers_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "86,910 parameters, 0.064 G multiply-adds" in lines
    assert json.loads(lines[-1])["parameters"] == 86_910
