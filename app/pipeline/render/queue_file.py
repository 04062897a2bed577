"""Keeps a queue between runs in a JSON file, and reads every usable item."""
from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from app.paths import config_folder
from app.pipeline.render.queue_item import ItemState, QueueItem
from app.pipeline.render.task import Task
from app.settings_file import make_folder
from app.system.files import replaced

VERSION = 1
MAX_BYTES = 20_000_000
MAX_ITEMS = 10_000
STATES = get_args(ItemState)

logger = logging.getLogger(__name__)


class QueueFile:
    """Belongs to one window at a time. In a second window, the queue is lost when the window closes."""

    def __init__(self, path: Path | None = None) -> None:
        """path: by default, render-queue.json in the user's configuration folder."""
        self.path = path or config_folder() / "render-queue.json"
        self._lock: Any = None

    def open(self) -> list[QueueItem] | None:
        """The items of the file, with unfinished ones ready to start again; None if another window has the file, so
        nothing is kept.

        A damaged file is moved aside, never overwritten.
        """
        if not self._take():
            return None
        try:
            return self._read()
        except FileNotFoundError:
            return []
        except (OSError, ValueError, RecursionError) as error:
            logger.warning("the render queue %s cannot be read: %s", self.path, error)
            self._set_aside()
            return []

    def save(self, items: Iterable[QueueItem]) -> None:
        """Replaces the file in one step. If that fails, the queue is only not kept."""
        if self._lock is None:
            return
        tree = {"version": VERSION, "items": [_tree_of(item) for item in items]}
        try:
            with replaced(self.path) as part:
                part.touch(mode=0o600)
                part.write_text(json.dumps(tree, indent=1), encoding="utf-8")
        except OSError as error:
            logger.warning("the render queue cannot be kept: %s", error)

    def close(self) -> None:
        """Releases the file for another window. Safe to call twice."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _take(self) -> bool:
        from filelock import FileLock, Timeout  # imported here, since a start without a queue does not need it

        try:
            make_folder(self.path.parent)
            lock = FileLock(self.path.with_name(f"{self.path.name}.lock"), timeout=0)
            lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            logger.warning("the render queue is not kept: %s", error)
            return False
        self._lock = lock
        return True

    def _read(self) -> list[QueueItem]:
        if self.path.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        tree = json.loads(self.path.read_text(encoding="utf-8"))
        if not isinstance(tree, dict) or not isinstance(tree.get("items"), list):
            raise ValueError("no queue")
        found: dict[str, QueueItem] = {}
        for each in tree["items"][:MAX_ITEMS]:
            item = _item_of(each)
            if item is not None:
                found.setdefault(item.id, item)
        return list(found.values())

    def _set_aside(self) -> None:
        try:
            self.path.replace(self.path.with_name(f"{self.path.name}.damaged"))
        except OSError as error:
            logger.warning("and cannot be moved aside: %s", error)


def _tree_of(item: QueueItem) -> dict[str, Any]:
    return {
        "id": item.id, "kind": item.task.kind, "job": dict(item.task.job), "name": item.name,
        "output": str(item.output), "state": item.state, "error": item.error, "hint": item.hint,
        "bad_input": item.bad_input, "warnings": list(item.warnings),
    }  # fmt: skip


def _item_of(tree: object) -> QueueItem | None:
    """The item, or None if it is not one. An item that was running waits again."""
    if not isinstance(tree, Mapping) or not isinstance(tree.get("job"), Mapping) or tree.get("state") not in STATES:
        return None
    id, kind, name, output = (_text(tree.get(key)) for key in ("id", "kind", "name", "output"))
    if not (id and kind and name and output):
        return None
    warnings = tree.get("warnings")
    return QueueItem(
        id, Task(kind, dict(tree["job"])), name, Path(output),
        state="waiting" if tree["state"] == "running" else tree["state"],
        error=_text(tree.get("error")), hint=_text(tree.get("hint")), bad_input=tree.get("bad_input") is True,
        warnings=tuple(map(_text, warnings)) if isinstance(warnings, list) else (),
    )  # fmt: skip


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
