from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sinet_core.commands.score_table import (
    LEGEND,
    hands_table,
    held_table,
    legend,
    network_name,
    slice_table,
    total_table,
)
from sinet_core.training.data.turning import Turning
from sinet_core.training.evaluate import Score
from sinet_core.training.examine import Result
from sinet_core.training.held_objects import HeldScore

SCORE = Score(264, 93.834, 91.2, 0.8979, 95.19, ())
NETWORK: Any = SimpleNamespace(name="native", size=(192, 320))


def result(**more: Any) -> Result:
    return Result(SCORE, more.pop("slices", {}), (), **more)


def ends(line: str, cells: Iterable[str]) -> list[int]:
    """Where each of the cells ends in the line; they must come in that order."""
    found, start = [], 0
    for cell in cells:
        start = line.index(cell, start) + len(cell)
        found.append(start)
    return found


@pytest.mark.parametrize("name", ["a", "shipped (native)", "a network with a very long name (onnx)"])
def test_figures_stand_below_their_headings(name: str) -> None:
    head, row = total_table([name], [NETWORK], [result()])
    titles = ("input", "IoU per picture", "mIoU", "person IoU", "edge F1")
    assert ends(head, titles) == ends(row, ("192x320", "95.190", "93.834", "91.200", "0.8979"))
    assert head.startswith("264 pictures")


@pytest.mark.parametrize("name", ["a", "shipped (native)"])
def test_slices_and_empty_rooms_stand_below_theirs(name: str) -> None:
    results = [result(slices={"far": SCORE, "several": SCORE})]
    head, row = slice_table([name], results, [{"images": 200, "person_percent": 0.27}])
    assert ends(head, ("far (264)", "several (264)", "nobody (200)")) == ends(
        row, ("93.83 / 0.898", "93.83 / 0.898", "0.27 %"))
    assert len(list(slice_table([name], results, []))) == 2


@pytest.mark.parametrize("name", ["a", "shipped (native)"])
def test_hands_stand_below_their_heading(name: str) -> None:
    head, row = hands_table([name], [result(hands=0.962)])
    assert ends(head, ("kept",)) == ends(row, ("0.962",))


@pytest.mark.parametrize("name", ["a", "a network with a very long name (onnx)"])
def test_held_objects_stand_below_their_kinds(name: str) -> None:
    score = HeldScore(0.794, 17, 0.084, {"book": (15, 0.655), "microphone": (16, 0.885)})
    head, row = held_table([name], [score])
    assert head.startswith("31 held objects")
    titles = ("kept", "mostly lost", "room taken", "book (15)", "microphone (16)")
    assert ends(head, titles) == ends(row, ("0.794", "17", "0.084", "0.655", "0.885"))


@pytest.mark.parametrize(("turning", "words"), [
    (Turning(), ""), (Turning(45.0), "turned by 45 degrees"), (Turning(0.0, within=25.0, seed=3), "from -25..25"),
])  # fmt: skip
def test_the_legend_says_how_pictures_were_turned(turning: Turning, words: str) -> None:
    lines = list(legend(turning))
    assert lines[0] == LEGEND
    assert (words in lines[1]) if words else len(lines) == 1


def test_a_network_is_named_after_its_file_and_engine_once() -> None:
    assert network_name(None, NETWORK) == "shipped (native)"
    assert network_name(Path("runs/best.pt"), NETWORK) == "best (native)"
    assert network_name(Path("native.onnx"), NETWORK) == "native"
