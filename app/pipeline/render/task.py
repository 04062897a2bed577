"""Work for a separate process, in a form that JSON can carry."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

Progress = Callable[[int, int | None], None]
"""Called after each frame with the number done, and the total if known."""


@dataclass(frozen=True)
class Task:
    """A piece of work.

    Attributes:
        kind: which module performs it; see doer_of.
        job: what to do; JSON values only.
    """

    kind: str
    job: Mapping[str, Any]


class Doer(Protocol):
    """A module that performs one kind of task."""

    def perform(self, job: Mapping[str, Any], on_progress: Progress) -> dict[str, Any]:
        """Performs a job. The answer has JSON values only: "output" is the file that was made, "warnings" a list of
        sentences.

        Raises:
            AppError: as for the command line. Exceptions from on_progress pass through, and no half-written file is
                left.
        """
        ...


class TaskWorker(Protocol):
    """Runs tasks, one after another; see app.pipeline.render.worker.Worker."""

    def run(self, task: Task, on_progress: Progress) -> dict[str, Any]: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


def doer_of(kind: str) -> Doer:
    """The module for one kind of task. Imports only that one; spelt out, so that the packager sees it. Raises
    ValueError."""
    if kind == "render":
        from app.pipeline.render import render_task

        return cast(Doer, render_task)
    if kind == "export":
        from app.pipeline.replay import export_task

        return cast(Doer, export_task)
    raise ValueError(f"there is no task '{kind}'")
