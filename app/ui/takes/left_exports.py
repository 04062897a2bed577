"""Whether an earlier run left exports undone: asked at every start, without the page of takes."""
from __future__ import annotations

import json

from app.paths import config_folder
from app.pipeline.render.queue_item import UNFINISHED

QUEUE_FILE = "exports.json"


def exports_wait() -> bool:
    """Whether the run before left exports that are to go on."""
    try:
        tree = json.loads((config_folder() / QUEUE_FILE).read_text(encoding="utf-8"))
        return any(item["state"] in UNFINISHED for item in tree["items"])
    except (OSError, ValueError, LookupError, TypeError):
        return False
