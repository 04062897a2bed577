from pathlib import Path

import pytest

from app.commands.bench import recipes
from app.pipeline.frame import Frame
from sinet_core.benchmark.recipes import RECIPES
from tests.fakes import ConstantSegmenter
from tests.room import raw_frame

SIZE = (64, 36)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> list[ConstantSegmenter]:
    """Small frames and a network without weights: the test is about what is timed, not how fast it is."""
    opened: list[ConstantSegmenter] = []

    def load(*_: object) -> ConstantSegmenter:
        opened.append(ConstantSegmenter(1.0))
        return opened[-1]

    clip = [Frame(raw_frame(index, SIZE), index / 30, index) for index in range(4)]
    monkeypatch.setattr(recipes, "moving_clip", lambda _size: clip)
    monkeypatch.setattr(recipes, "load_segmenter", load)
    return opened


def test_ours_is_timed_at_three_efforts_and_peers_that_are_missing_are_named(
    small: list[ConstantSegmenter], tmp_path: Path
) -> None:
    said: list[str] = []
    figures = recipes.measure_recipes(2, tmp_path, say=said.append)
    assert set(figures) == {"backdrop", "backdrop fine", "backdrop finest", "backdrop best"}
    for each in figures.values():
        assert 0 < each["min_ms"] <= each["median_ms"]
    assert all(segmenter.calls > 0 for segmenter in small)
    assert {line.split(" is skipped")[0] for line in said} == set(RECIPES) - set(recipes.OURS)
