from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.commands.bench import start
from app.commands.bench.start import RECORD_S, measure_start
from app.settings import DEMO


class Programs:
    """Stands for the programs that are started: prints one answer after another."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.commands: list[list[str]] = []
        self.homes: list[str] = []

    def run(self, command: list[str], *, env: dict[str, str], **_more: Any) -> SimpleNamespace:
        self.commands.append(command)
        self.homes.append(env["BACKDROP_HOME"])
        assert env["QT_QPA_PLATFORM"] == "offscreen"
        assert "PYTHONDONTWRITEBYTECODE" not in env
        settings = json.loads((Path(env["BACKDROP_HOME"]) / "config" / "settings.json").read_text(encoding="utf-8"))
        assert settings["camera"]["source"] == DEMO
        return SimpleNamespace(stdout=self.answers.pop(0))


def started(monkeypatch: pytest.MonkeyPatch, *answers: str) -> Programs:
    programs = Programs(*answers)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(start, "subprocess", SimpleNamespace(run=programs.run, PIPE=subprocess.PIPE))
    return programs


def test_the_first_start_fills_the_cache_of_the_second_which_records(monkeypatch: pytest.MonkeyPatch) -> None:
    later = {"first_composite_s": 0.5, "recording_rss_mb": 274.0}
    programs = started(monkeypatch, "a warning\n" + json.dumps({"first_composite_s": 0.9}), json.dumps(later))
    assert measure_start() == {"very_first_composite_s": 0.9, **later}
    assert len(set(programs.homes)) == 1
    assert [float(command[-1]) for command in programs.commands] == [0.0, RECORD_S]


@pytest.mark.parametrize("answers", [("", "{}"), ("{}", "Traceback: no display"), ("{}", "\n")])
def test_a_window_that_cannot_be_started_is_no_figure(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[str, str]
) -> None:
    started(monkeypatch, *answers)
    assert measure_start() is None


def test_a_figure_that_is_missing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    started(monkeypatch, "{}", json.dumps({"recording_rss_mb": 270.0}))
    assert measure_start() == {"very_first_composite_s": None, "recording_rss_mb": 270.0}
