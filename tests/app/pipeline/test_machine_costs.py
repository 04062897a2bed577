from itertools import count
from pathlib import Path

import pytest

from app.pipeline.engine import EngineChoice
from app.pipeline.governor import Costs, Level
from app.pipeline.machine_costs import (
    measure_and_store,
    store_costs,
    stored_costs,
    thread_counts,
    time_machine,
)
from tests.fakes import ConstantSegmenter


def ticking() -> float:
    return next(TICKS) / 1e3


TICKS = count()


def timed() -> Costs:
    costs = time_machine(open_network=lambda _: ConstantSegmenter(), clock=ticking)
    assert costs is not None
    return costs


def test_every_level_is_timed() -> None:
    opened: list[EngineChoice] = []

    def open_network(choice: EngineChoice) -> ConstantSegmenter:
        opened.append(choice)
        return ConstantSegmenter(size=choice.size)

    costs = time_machine(open_network=open_network, clock=ticking)
    assert costs is not None
    assert set(costs.network_ms) == {
        Level(effort, threads) for effort in ("fine", "full", "light", "least") for threads in thread_counts()
    }
    assert all(ms == pytest.approx(1.0) for ms in costs.network_ms.values())
    assert {choice.size for choice in opened} == {(192, 320), (160, 256), (128, 224), (96, 160)}


def test_it_can_be_stopped() -> None:
    assert time_machine(open_network=lambda _: ConstantSegmenter(), stopped=lambda: True) is None


def test_what_was_measured_is_known_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "machine.json"
    assert stored_costs(path) is None
    costs = timed()
    store_costs(costs, path)
    assert stored_costs(path) == costs


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"of": 3}', "nonsense"])
def test_a_damaged_file_is_as_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "machine.json"
    path.write_text(damage, encoding="utf-8")
    assert stored_costs(path) is None


def test_times_of_another_machine_and_of_other_levels_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    store_costs(timed(), path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"of": "', '"of": "another '), encoding="utf-8")
    assert stored_costs(path) is None
    store_costs(Costs({Level(): 3.0}, 1.0), path)
    assert stored_costs(path) is None


def test_a_folder_that_cannot_be_written_to_is_survived(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store_costs(timed(), tmp_path / "file" / "machine.json")


def test_what_is_measured_is_there_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path))
    assert measure_and_store(lambda: True) is None
    assert stored_costs() is None
    costs = measure_and_store(lambda: False)
    assert costs is not None
    assert stored_costs() == costs
