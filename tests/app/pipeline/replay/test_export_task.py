import json
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.replay.export import ExportJob
from app.pipeline.replay.export_task import job_of, perform, tree_of
from app.pipeline.takes.take_settings import TakeChanges
from app.settings import BackgroundSettings


def test_a_job_survives_the_way_through_json() -> None:
    changes = TakeChanges(background=BackgroundSettings("blur", "40"), mirrored=False)
    job = ExportJob(Path("take.mkv"), Path("b.mp4"), changes, 1.5, 9.0)
    assert job_of(json.loads(json.dumps(tree_of(job)))) == job


@pytest.mark.parametrize("lost", ["take", "output"])
def test_a_job_without_a_file_is_refused(lost: str) -> None:
    tree = {"take": "a.mkv", "output": "b.mp4"}
    for value in (None, "", 7):
        with pytest.raises(AppError, match="has no name"):
            job_of({**tree, lost: value})


def test_whatever_else_is_damaged_gets_its_default() -> None:
    job = job_of({"take": "a.mkv", "output": "b.mp4", "changes": 5, "start_s": -1, "end_s": True})
    assert job == ExportJob(Path("a.mkv"), Path("b.mp4"), TakeChanges(), 0.0, None)


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    output = tmp_path / "b.mp4"
    output.write_bytes(b"mine")
    with pytest.raises(AppError, match="already exists"):
        perform({"take": str(tmp_path / "a.mkv"), "output": str(output)}, lambda *_: None)
    assert output.read_bytes() == b"mine"
