import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.pipeline.render.job import RenderJob
from app.pipeline.render.render_task import job_of, perform, task_of
from app.settings import BackgroundSettings, CameraSettings, EngineSettings, Settings, SourceZones, ZoneSettings

SETTINGS = Settings(
    camera=CameraSettings("a.mp4"), background=BackgroundSettings("blur", "40"), engine=EngineSettings(threads=2))


def through_json(job: RenderJob, **options: bool) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(json.dumps(dict(task_of(job, **options).job)))
    return tree


def test_a_job_survives_the_way_through_json() -> None:
    job = RenderJob(Path("b.mp4"), SETTINGS, 25, Path("preset.json"), "best", 2)
    assert task_of(job).kind == "render"
    assert job_of(through_json(job)) == job


def test_passwords_and_the_zones_of_other_sources_stay_behind() -> None:
    zones = ZoneSettings((SourceZones("a.mp4", "mine"), SourceZones("camera:0", "theirs")))
    settings = replace(SETTINGS, zones=zones)
    text = json.dumps(through_json(RenderJob(Path("b.mp4"), settings)))
    assert "mine" in text
    assert "theirs" not in text
    assert "camera" not in json.loads(text)["settings"]


@pytest.mark.parametrize("lost", ["input", "output"])
def test_a_job_without_a_file_is_refused(lost: str) -> None:
    tree = through_json(RenderJob(Path("b.mp4"), SETTINGS))
    for value in (None, "", 7):
        with pytest.raises(AppError, match="has no name"):
            job_of({**tree, lost: value})


def test_whatever_else_is_damaged_gets_its_default() -> None:
    tree = through_json(RenderJob(Path("b.mp4"), SETTINGS))
    odd = {"limit": -3, "preset": 5, "quality": "superb", "audio_track": "two", "settings": 9}
    job = job_of({**tree, **odd})
    assert (job.limit, job.preset, job.quality, job.audio_track) == (None, None, "live", None)
    assert job.settings == Settings(camera=CameraSettings("a.mp4"))


def test_a_file_that_is_there_is_replaced_only_if_asked(tmp_path: Path) -> None:
    output = tmp_path / "b.mp4"
    output.write_bytes(b"mine")
    settings = replace(SETTINGS, camera=CameraSettings(str(tmp_path / "missing.mp4")))
    with pytest.raises(AppError, match="already exists"):
        perform(through_json(RenderJob(output, settings)), lambda *_: None)
    with pytest.raises(AppError, match="no file 'missing"):
        perform(through_json(RenderJob(output, settings), overwrite=True), lambda *_: None)
    assert output.read_bytes() == b"mine"
