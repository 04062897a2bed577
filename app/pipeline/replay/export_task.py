"""An export as a task of a queue: converted to JSON and back, and performed."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.pipeline.replay.export import ExportJob, export
from app.pipeline.takes.take_settings import changes_from_json
from app.pipeline.tuning.choice import FileQuality
from app.settings_decoding import decode_settings

KIND = "export"


def tree_of(job: ExportJob) -> dict[str, Any]:
    """The job as JSON values."""
    return {
        "take": str(job.take), "output": str(job.output), "changes": job.changes.as_json(),
        "start_s": job.start_s, "end_s": job.end_s, "quality": job.quality, "engine": asdict(job.engine),
    }  # fmt: skip


def job_of(tree: Mapping[str, Any]) -> ExportJob:
    """The job that tree_of received. Raises AppError if it cannot be restored."""
    take, output = tree.get("take"), tree.get("output")
    if not (isinstance(take, str) and take and isinstance(output, str) and output):
        raise AppError("A take in the list has no name", "Export it again.")
    start, end = _seconds(tree.get("start_s")), _seconds(tree.get("end_s"))
    quality: FileQuality = "best" if tree.get("quality") == "best" else "live"
    engine = decode_settings({"engine": tree["engine"]} if "engine" in tree else {}).engine
    changes = changes_from_json(tree.get("changes"))
    return ExportJob(Path(take), Path(output), changes, start or 0.0, end, quality, engine)


def perform(job: Mapping[str, Any], on_progress: Callable[[int, int | None], None]) -> dict[str, Any]:
    """See app.pipeline.render.task.Doer."""
    work = job_of(job)
    if work.output.exists():
        hint = f"Move it, or export under another name: {work.output.parent}"
        raise AppError(f"'{work.output.name}' already exists", hint)
    report = export(work, on_progress)
    return {**asdict(report), "output": str(report.output)}


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
