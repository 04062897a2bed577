from __future__ import annotations

import json
from argparse import ArgumentParser

import pytest

from app.commands.answer import add_json_argument, print_json


def test_an_answer_is_one_line_of_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"camera": "Käte \u2713", "fps": 30})
    (line,) = capsys.readouterr().out.splitlines()
    assert line.isascii()
    assert json.loads(line) == {"camera": "Käte \u2713", "fps": 30}


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError):
        print_json({"fps": float("nan")})


def test_json_is_off_unless_asked_for() -> None:
    parser = ArgumentParser()
    add_json_argument(parser)
    assert [parser.parse_args(words).json for words in ([], ["--json"])] == [False, True]
