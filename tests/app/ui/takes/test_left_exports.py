from __future__ import annotations

from pathlib import Path

from app.paths import config_folder
from app.pipeline.render.queue_file import QueueFile
from app.pipeline.render.queue_item import QueueItem
from app.pipeline.render.task import Task
from app.ui.takes.left_exports import QUEUE_FILE, exports_wait


def test_exports_of_the_run_before_are_noticed(folder: Path) -> None:
    assert not exports_wait()
    kept = QueueFile(config_folder() / QUEUE_FILE)
    kept.open()
    item = QueueItem("1", Task("export", {}), "a", Path("a.mp4"))
    for state, waits in (("done", False), ("running", True), ("waiting", True)):
        kept.save([QueueItem(item.id, item.task, item.name, item.output, state=state)])  # type: ignore[arg-type]
        assert exports_wait() == waits
    kept.close()
