"""Checks at every start for unfinished exports, without loading the takes page."""
from __future__ import annotations

import json

from app.paths import config_folder
from app.pipeline.render.queue_item import UNFINISHED

QUEUE_FILE = "exports.json"


def exports_wait() -> bool:
    """Whether an earlier run left unfinished exports."""
    try:
        tree = json.loads((config_folder() / QUEUE_FILE).read_text(encoding="utf-8"))
        return any(item["state"] in UNFINISHED for item in tree["items"])
    except (OSError, ValueError, LookupError, TypeError):
        return False
