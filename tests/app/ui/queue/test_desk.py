"""The queue's window and its desk, with a real queue and a fake worker."""
from __future__ import annotations

from pathlib import Path

from app.settings import BackgroundSettings, Settings
from tests.app.ui.queue.rig import Rig


def test_files_get_the_look_of_the_window_when_they_are_added(rig: Rig, clip: Path, tmp_path: Path) -> None:
    rig.desk.add([clip, clip])
    rig.settings = Settings(background=BackgroundSettings("transparent"), record=rig.settings.record)
    rig.window.qualities.findChildren(type(rig.window.add_files))[1].click()
    rig.desk.add([clip])
    rig.worker.free.set()
    rig.until(lambda: rig.said() == ["Done."] * 2)
    first, second = (task.job for task in rig.worker.tasks)
    assert first["settings"]["background"]["value"] == "#00ff00"
    assert (first["quality"], second["quality"]) == ("best", "live")
    assert (first["output"], second["output"]) == (str(tmp_path / "out/in.mp4"), str(tmp_path / "out/in.webm"))
    assert "secret" not in str(first)


def test_nothing_that_is_there_is_written_over(rig: Rig, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "in.mp4").write_bytes(b"mine")
    rig.desk.add([clip])
    rig.desk.add([clip])
    rig.worker.free.set()
    rig.until(lambda: len(rig.worker.tasks) == 2)
    assert [Path(task.job["output"]).name for task in rig.worker.tasks] == ["in (2).mp4", "in (3).mp4"]


def test_the_end_is_reported_beside_the_picture(rig: Rig, clip: Path, tmp_path: Path) -> None:
    rig.desk.add([clip])
    rig.window.close()
    rig.worker.free.set()
    rig.until(lambda: bool(rig.notices))
    (notice,) = rig.notices
    assert (notice.title, notice.act, notice.path) == ("1 file is rendered", "show_file", tmp_path / "out" / "in.mp4")


def test_a_folder_without_videos_is_reported(rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    rig.desk.add([tmp_path / "empty"])
    assert "no videos or pictures" in rig.notices[0].title


def test_the_user_chooses_the_folder(rig: Rig, clip: Path, tmp_path: Path) -> None:
    rig.desk.use_folder(None)
    assert rig.window.folder.text() == str(tmp_path / "out")
    rig.desk.use_folder(tmp_path / "other")
    rig.worker.free.set()
    rig.desk.add([clip])
    rig.until(lambda: rig.said() == ["Done."])
    assert rig.worker.tasks[0].job["output"] == str(tmp_path / "other" / "in.mp4")


def test_a_start_without_a_queue_opens_none(rig: Rig) -> None:
    rig.desk.go_on()
    assert rig.desk._queue is None
