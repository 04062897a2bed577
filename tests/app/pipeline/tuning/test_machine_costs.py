from pathlib import Path

import pytest

from app.pipeline.tuning.governor import Costs, Level, guess
from app.pipeline.tuning.machine_costs import store_costs, stored_costs, thread_counts


def test_threads_are_tried_as_far_as_there_are_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, counts in ((None, (1,)), (1, (1,)), (3, (1, 2)), (64, (1, 2, 4))):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert thread_counts("openvino") == counts
        assert thread_counts("native") == (1,)


def test_what_was_measured_is_known_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "machine.json"
    assert stored_costs(path) is None
    costs = guess(thread_counts())
    store_costs(costs, path)
    assert stored_costs(path) == costs


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"of": 3}', "nonsense"])
def test_a_damaged_file_is_as_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "machine.json"
    path.write_text(damage, encoding="utf-8")
    assert stored_costs(path) is None


def test_times_of_another_machine_and_of_other_levels_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    store_costs(guess(thread_counts()), path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"of": "', '"of": "another '), encoding="utf-8")
    assert stored_costs(path) is None
    store_costs(Costs({Level(): 3.0}, 1.0), path)
    assert stored_costs(path) is None


def test_a_folder_that_cannot_be_written_to_is_survived(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store_costs(guess(thread_counts()), tmp_path / "file" / "machine.json")


def test_it_is_kept_beside_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path))
    assert stored_costs() is None
    store_costs(guess(thread_counts()))
    assert stored_costs() == guess(thread_counts())
