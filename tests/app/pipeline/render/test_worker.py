"""The process that renders: a real one, with a real file."""
import json
import os
import signal
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.render.job import RenderJob
from app.pipeline.render.render_task import job_of, perform, task_of
from app.pipeline.render.worker import StoppedError, Worker
from app.pipeline.render.worker_process import serve
from app.settings import BackgroundSettings, CameraSettings, Settings, SourceZones, ZoneSettings
from tests.media import plain, write_video

RED = (0, 0, 255)
FRAMES = 30


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_video(tmp_path / "in.mp4", [plain(RED)] * FRAMES)


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(low_priority=True)
    yield worker
    worker.close()


def job(source: Path, output: Path) -> RenderJob:
    return RenderJob(output, Settings(CameraSettings(str(source)), BackgroundSettings("color", "#00ff00")))


def only(folder: Path, *names: str) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_one_process_renders_one_file_after_another_and_says_what_is_wrong(
    worker: Worker, clip: Path, tmp_path: Path
) -> None:
    told: list[tuple[int, int | None]] = []
    report = worker.run(task_of(job(clip, tmp_path / "out.mp4")), lambda *step: told.append(step))
    assert (report["frames_out"], report["output"]) == (FRAMES, str(tmp_path / "out.mp4"))
    assert told[-1] == (FRAMES, FRAMES)
    assert worker._process is not None
    process = worker._process.pid
    if os.name == "posix":
        assert os.getpriority(os.PRIO_PROCESS, process) >= 10
    with pytest.raises(AppError, match=r"no file 'missing.mp4'") as refused:
        worker.run(task_of(job(tmp_path / "missing.mp4", tmp_path / "b.mp4")), lambda *_: None)
    assert not refused.value.failed_running
    assert worker._process.pid == process


def test_stopped_while_paused_nothing_is_left_and_the_next_one_runs(
    worker: Worker, clip: Path, tmp_path: Path
) -> None:
    def stop_soon(_done: int, _total: int | None) -> None:
        worker.pause()
        threading.Timer(0, worker.stop).start()

    with pytest.raises(StoppedError):
        worker.run(task_of(job(clip, tmp_path / "out.mp4")), stop_soon)
    assert only(tmp_path, "in.mp4")
    assert worker.run(task_of(job(clip, tmp_path / "out.mp4")), lambda *_: None)["frames_out"] == FRAMES


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_a_crash_costs_one_file(worker: Worker, clip: Path, tmp_path: Path) -> None:
    def crash(_done: int, _total: int | None) -> None:
        assert worker._process is not None
        os.kill(worker._process.pid, signal.SIGKILL)

    with pytest.raises(AppError, match="crashed") as error:
        worker.run(task_of(job(clip, tmp_path / "out.mp4")), crash)
    assert error.value.failed_running
    assert not (tmp_path / "out.mp4").exists()
    assert worker.run(task_of(job(clip, tmp_path / "out.mp4")), lambda *_: None)["frames_out"] == FRAMES
    assert only(tmp_path, "in.mp4", "out.mp4")  # removes what the killed one left


def test_without_anybody_to_listen_to_the_process_ends(clip: Path, tmp_path: Path) -> None:
    """The window was killed: its pipe closes in the middle of a file."""
    task = task_of(job(clip, tmp_path / "out.mp4"))
    orders = json.dumps({"do": "run", "kind": task.kind, "job": task.job}).encode() + b"\n"
    answers = BytesIO()
    serve(BytesIO(orders), answers)
    assert json.loads(answers.getvalue().splitlines()[-1]) == {"event": "stopped"}
    assert only(tmp_path, "in.mp4")


def test_a_job_survives_json_without_settings_of_the_camera() -> None:
    zones = ZoneSettings((SourceZones("a.mp4", "mine"), SourceZones("camera:x", "another's")))
    settings = Settings(CameraSettings("a.mp4"), BackgroundSettings("picture", "beach"), zones=zones)
    task = task_of(RenderJob(Path("b.mp4"), settings, limit=3, preset=Path("p.json")))
    back = job_of(json.loads(json.dumps(task.job)))
    assert back.settings.zones == ZoneSettings(zones.sources[:1])
    assert back.settings.background == settings.background
    assert (back.settings.camera.source, back.output, back.limit, back.preset) == (
        "a.mp4", Path("b.mp4"), 3, Path("p.json"),
    )  # fmt: skip
    assert "camera" not in task.job["settings"]


@pytest.mark.parametrize("damage", [{"input": ""}, {"output": 3}, {"input": None}])
def test_a_damaged_job_is_refused(damage: dict[str, object]) -> None:
    task = task_of(job(Path("a.mp4"), Path("b.mp4")))
    with pytest.raises(AppError):
        job_of({**task.job, **damage})
    assert job_of({**task.job, "settings": 5, "limit": "x", "preset": 7}).limit is None


def test_a_file_that_is_there_is_only_replaced_on_purpose(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "out.mp4").write_bytes(b"mine")
    with pytest.raises(AppError, match=r"'out.mp4' already exists"):
        perform(task_of(job(clip, tmp_path / "out.mp4")).job, lambda *_: None)
    assert (tmp_path / "out.mp4").read_bytes() == b"mine"
    perform(task_of(job(clip, tmp_path / "out.mp4"), overwrite=True).job, lambda *_: None)
    assert (tmp_path / "out.mp4").stat().st_size > 100
