from pathlib import Path

import pytest

from app.pipeline.tuning.choice import running_engine
from app.pipeline.tuning.governor import Costs, Level, costs_like
from app.pipeline.tuning.machine_costs import store_costs, stored_costs, thread_counts


def test_threads_are_tried_as_far_as_there_are_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, counts in ((None, (1,)), (1, (1,)), (3, (1, 2)), (64, (1, 2, 4))):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert thread_counts("openvino") == counts
        assert thread_counts("native") == (1,)


def costs_of(engine: str, network_ms: float = 6.0) -> Costs:
    return costs_like(Level(), network_ms, 16.0, thread_counts(engine))


def test_what_was_measured_is_known_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "machine.json"
    assert stored_costs("native", path) is None
    store_costs("native", costs_of("native"), path)
    assert stored_costs("native", path) == costs_of("native")


def test_times_are_those_of_the_engine_that_ran(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    store_costs("openvino", costs_of("openvino", 9.0), path)
    assert stored_costs("native", path) is None
    store_costs("native", costs_of("native", 5.0), path)
    assert stored_costs("openvino", path) == costs_of("openvino", 9.0)
    assert stored_costs("native", path) == costs_of("native", 5.0)


@pytest.mark.parametrize(("compiled", "auto"), [(True, "native"), (False, "openvino")])
def test_auto_is_what_it_comes_to_here(monkeypatch: pytest.MonkeyPatch, compiled: bool, auto: str) -> None:
    monkeypatch.setattr("app.pipeline.tuning.choice.native_variant", lambda: object() if compiled else None)
    assert running_engine("auto") == auto
    for name in ("native", "openvino", "torch"):
        assert running_engine(name) == name


@pytest.mark.parametrize(
    "damage", ["", "{}", "[]", '{"of": 3}', '{"of": "x", "network_ms": [], "rest_ms": 1}', "nonsense"]
)
def test_a_damaged_file_is_as_none_and_is_mended(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "machine.json"
    path.write_text(damage, encoding="utf-8")
    assert stored_costs("native", path) is None
    store_costs("native", costs_of("native"), path)
    assert stored_costs("native", path) == costs_of("native")


def test_times_of_another_machine_and_of_other_levels_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    store_costs("native", costs_of("native"), path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"of": "', '"of": "another '), encoding="utf-8")
    assert stored_costs("native", path) is None
    store_costs("native", Costs({Level(): 3.0}, 1.0), path)
    assert stored_costs("native", path) is None


def test_a_folder_that_cannot_be_written_to_is_survived(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store_costs("native", costs_of("native"), tmp_path / "file" / "machine.json")


def test_it_is_kept_beside_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path))
    assert stored_costs("openvino") is None
    store_costs("openvino", costs_of("openvino"))
    assert stored_costs("openvino") == costs_of("openvino")
