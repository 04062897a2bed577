"""A render job as a task: converted to JSON and back, and performed."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.pipeline.render.job import RenderJob
from app.pipeline.render.render import render
from app.pipeline.render.task import Progress, Task
from app.pipeline.tuning.choice import FileQuality, load_for_file
from app.settings import Settings, ZoneSettings
from app.settings_decoding import decode_settings

PARTS = ("background", "matte", "zones", "mirror", "engine")
"""The settings that rendering needs; the rest, including passwords of cameras, stays behind."""


def task_of(job: RenderJob, *, overwrite: bool = False) -> Task:
    """The task for a job. overwrite: whether an existing output is replaced; otherwise it is an error."""
    source = job.settings.camera.source
    own = tuple(zone for zone in job.settings.zones.sources if zone.source == source)
    settings = asdict(replace(job.settings, zones=ZoneSettings(own)))
    return Task("render", {
        "input": source,
        "output": str(job.output),
        "limit": job.limit,
        "preset": str(job.preset) if job.preset else None,
        "overwrite": overwrite,
        "quality": job.quality,
        "audio_track": job.audio_track,
        "settings": {part: settings[part] for part in PARTS},
    })  # fmt: skip


def job_of(job: Mapping[str, Any]) -> RenderJob:
    """The job that task_of received. Raises AppError if it cannot be restored."""
    source, output, limit, preset = (job.get(name) for name in ("input", "output", "limit", "preset"))
    if not (isinstance(source, str) and source and isinstance(output, str) and output):
        raise AppError("A file in the list has no name", "Add it again.")
    tree = job.get("settings")
    settings = decode_settings(dict(tree)) if isinstance(tree, Mapping) else Settings()
    settings = replace(settings, camera=replace(settings.camera, source=source))
    count = limit if isinstance(limit, int) and limit > 0 else None
    track = job.get("audio_track")
    track = track if isinstance(track, int) and track > 0 else None
    quality: FileQuality = "best" if job.get("quality") == "best" else "live"
    file = Path(preset) if isinstance(preset, str) else None
    return RenderJob(Path(output), settings, count, file, quality, track)


def perform(job: Mapping[str, Any], on_progress: Progress) -> dict[str, Any]:
    """See app.pipeline.render.task.Doer."""
    work = job_of(job)
    if job.get("overwrite") is not True and work.output.exists():
        raise AppError(f"'{work.output.name}' already exists", f"Move it, or write elsewhere: {work.output.parent}")
    engine, quality = work.settings.engine, work.quality
    report = render(work, lambda size: load_for_file(engine, quality, size), on_progress=on_progress)
    return {**asdict(report), "output": str(report.output)}
