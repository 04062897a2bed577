"""Work for a process of its own, in a form that JSON can carry."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

Progress = Callable[[int, int | None], None]
"""Called after each picture with how many are done, and of how many if that is known."""


@dataclass(frozen=True)
class Task:
    """One piece of work.

    Attributes:
        kind: who does it; see doer_of.
        job: what is to be done, JSON values only.
    """

    kind: str
    job: Mapping[str, Any]


class Doer(Protocol):
    """A module that does one kind of task."""

    def perform(self, job: Mapping[str, Any], on_progress: Progress) -> dict[str, Any]:
        """Does it. The answer has JSON values only; "output" is the file that was made, "warnings" a list of text.

        Raises:
            AppError: as the command line would tell it. Whatever on_progress raises is passed on, and nothing
                half-written is left.
        """
        ...


class TaskWorker(Protocol):
    """Has tasks done, one after the other; see app.pipeline.render.worker.Worker."""

    def run(self, task: Task, on_progress: Progress) -> dict[str, Any]: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


def doer_of(kind: str) -> Doer:
    """Imports what one kind needs and no more; spelt out, so that the packager sees it. Raises ValueError."""
    if kind == "render":
        from app.pipeline.render import render_task

        return cast(Doer, render_task)
    if kind == "export":
        from app.pipeline.replay import export_task

        return cast(Doer, export_task)
    raise ValueError(f"there is no task '{kind}'")
