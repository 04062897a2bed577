import os
from pathlib import Path

import pytest

from app.pipeline.render.queue_file import QueueFile
from app.pipeline.render.queue_item import QueueItem
from app.pipeline.render.task import Task


def item(id: str = "1", **changes: object) -> QueueItem:
    return QueueItem(id, Task("render", {"input": "a.mp4"}), "a.mp4", Path("b.mp4"), **changes)  # type: ignore[arg-type]


def test_what_was_saved_is_there_in_the_next_run(tmp_path: Path) -> None:
    first = QueueFile(tmp_path / "queue.json")
    assert first.open() == []
    kept = [item("1", state="done", warnings=("It was shrunk.",)), item("2", state="failed", error="It is damaged")]
    first.save(kept)
    first.close()
    first.close()
    second = QueueFile(tmp_path / "queue.json")
    assert second.open() == kept
    second.close()


def test_what_was_running_waits_again(tmp_path: Path) -> None:
    first = QueueFile(tmp_path / "queue.json")
    first.open()
    first.save([item(state="running", done=5, total=9)])
    first.close()
    second = QueueFile(tmp_path / "queue.json")
    assert second.open() == [item(state="waiting")]
    second.close()


def test_only_one_window_keeps_the_queue(tmp_path: Path) -> None:
    first, second = QueueFile(tmp_path / "queue.json"), QueueFile(tmp_path / "queue.json")
    assert first.open() == []
    assert second.open() is None
    second.save([item()])
    assert not (tmp_path / "queue.json").exists()
    first.save([item()])
    first.close()
    assert second.open() == [item()]
    second.close()


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_others_cannot_read_the_names_in_a_queue(tmp_path: Path) -> None:
    file = QueueFile(tmp_path / "queue.json")
    file.open()
    file.save([item()])
    file.close()
    assert (tmp_path / "queue.json").stat().st_mode & 0o077 == 0


def test_a_folder_that_takes_no_file_costs_only_the_memory_of_the_queue(tmp_path: Path) -> None:
    (tmp_path / "queue.json").mkdir()
    file = QueueFile(tmp_path / "queue.json")
    assert file.open() == []
    file.save([item()])
    file.close()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"items": 3}', "[" * 50_000, "\x00\xff"])
def test_a_damaged_queue_is_moved_aside(tmp_path: Path, content: str) -> None:
    path = tmp_path / "queue.json"
    path.write_text(content, encoding="latin-1")
    file = QueueFile(path)
    assert file.open() == []
    assert (tmp_path / "queue.json.damaged").read_text(encoding="latin-1") == content
    file.close()


def test_of_a_queue_every_usable_item_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    whole = '{"id": "1", "kind": "render", "job": {}, "name": "a.mp4", "output": "b.mp4", "state": "running"%s}'
    items = [
        whole % "", whole % ', "warnings": 5, "error": 7', "7", "null", "{}",
        whole.replace('"running"', '"asleep"') % "", whole.replace('"1"', "1") % "",
        whole.replace("{}", "[]") % "", whole.replace('"1"', '"2"') % ', "done": "x"',
    ]  # fmt: skip
    path.write_text(f'{{"version": 99, "items": [{", ".join(items)}]}}', encoding="utf-8")
    file = QueueFile(path)
    found = file.open()
    assert found is not None
    assert [(item.id, item.state, item.warnings, item.error) for item in found] == [
        ("1", "waiting", (), ""), ("2", "waiting", (), ""),
    ]  # fmt: skip
    file.close()
