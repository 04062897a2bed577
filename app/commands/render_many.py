"""render with many inputs: a folder of results, each file by itself in a process of its own."""
from __future__ import annotations

import os
import sys
import threading
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from app.commands.answer import print_json
from app.errors import AppError
from app.pipeline.decode.piped import is_piped
from app.pipeline.encode.formats import FORMATS
from app.pipeline.render.job import RenderJob
from app.pipeline.render.queue import RenderQueue
from app.pipeline.render.queue_item import QueueItem
from app.pipeline.render.render_task import task_of
from app.pipeline.render.result_names import ResultNames, all_files_of, is_pattern
from app.pipeline.sources.source import source_kind
from app.settings import Settings
from app.system.files import reason_of

POLL_S = 0.2


def is_many(inputs: list[str], output: str) -> bool:
    """Whether results go into a folder: several inputs, a folder or a pattern of them, or a folder to write into."""
    if len(inputs) > 1 or is_pattern(inputs[0]) or Path(inputs[0]).is_dir():
        return True
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def run_many(arguments: Namespace, settings_for: Callable[[str], Settings]) -> int:
    """Exit status: 0; 2 if an input or output could not be used; else 1 if one failed while it was rendered.

    Raises:
        AppError: no work can start.
    """
    files = all_files_of(arguments.input)
    for file in files:
        if source_kind(file) == "camera" or is_piped(file):
            raise AppError(f"'{file}' has no end", "Render it by itself, into a file.")
    queue = RenderQueue(jobs=min(arguments.jobs, len(files)), on_change=(changed := threading.Event()).set)
    names = ResultNames(_folder(arguments.output))
    for file in files:
        settings = settings_for(file)
        output = names.path(file, transparent=settings.background.kind == "transparent")
        job = RenderJob(
            output, settings, arguments.limit, arguments.preset, arguments.quality, arguments.audio_track
        )
        queue.add(task_of(job, overwrite=arguments.overwrite), file, output)
    return _work_through(queue, changed, as_json=arguments.json)


def _folder(output: str) -> Path:
    folder = Path(output)
    if folder.suffix.lower() in FORMATS and not folder.is_dir():
        raise AppError(f"'{output}' is one file for several inputs", "Name a folder with -o, for example -o results.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(f"The folder '{output}' cannot be made", f"{reason_of(error)}.") from error
    return folder


def _work_through(queue: RenderQueue, changed: threading.Event, *, as_json: bool) -> int:
    told: set[str] = set()
    bars = _Bars()
    queue.start()
    try:
        while len(told) < len(queue.items):
            changed.wait(POLL_S)  # with a timeout, since Windows would otherwise not notice a Ctrl-C
            changed.clear()
            for item in queue.items:
                bars.show(item)
                if not item.unfinished and item.id not in told:
                    told.add(item.id)
                    _tell(item, as_json)
    except KeyboardInterrupt:
        done = sum(item.state == "done" for item in queue.items)
        print(f"{done} of {len(queue.items)} files are finished.", file=sys.stderr)
        raise
    finally:
        queue.close()
        bars.close()
    failed = [item for item in queue.items if item.state == "failed"]
    return 2 if any(item.bad_input for item in failed) else 1 if failed else 0


def _tell(item: QueueItem, as_json: bool) -> None:
    for warning in item.warnings:
        tqdm.write(f"warning: {item.name}: {warning}", file=sys.stderr)
    if item.state == "failed":
        tqdm.write(f"error: {item.name}: {item.error}. {item.hint}".rstrip(), file=sys.stderr)
    if as_json:
        error = {"error": item.error, "hint": item.hint, "exit_status": 2 if item.bad_input else 1}
        answer = item.report if item.state == "done" else {"output": str(item.output), **error}
        print_json({"input": item.name, **answer})
    elif item.state == "done":
        print(f"{item.output}: {item.report['frames_out']} frames, {item.report['fps']:.1f} per second", flush=True)


class _Bars:
    """A progress bar on stderr for each file being rendered; none in a log, where bars would be noise."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm] = {}

    def show(self, item: QueueItem) -> None:
        bar = self._bars.get(item.id)
        if item.state == "running" and item.done and sys.stderr.isatty():
            if bar is None:
                name = Path(item.name).name[-30:]
                bar = tqdm(total=item.total, desc=name, unit=" frames", leave=False, dynamic_ncols=True)
                self._bars[item.id] = bar
            bar.update(item.done - bar.n)
        elif bar is not None and not item.unfinished:
            bar.close()
            del self._bars[item.id]

    def close(self) -> None:
        for bar in self._bars.values():
            bar.close()
