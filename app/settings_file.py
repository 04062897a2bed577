"""The settings file: JSON, written atomically, readable by the user only."""
from __future__ import annotations

import contextlib
import json
import os
import stat
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.settings import Settings
from app.settings_decoding import decode_settings
from app.system.files import replaced

VERSION = 3


def read_settings(path: Path) -> Settings:
    """Reads a settings file. Raises OSError, or ValueError if it is not a JSON object."""
    text = path.read_text(encoding="utf-8")
    try:
        tree = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(tree, dict):
        raise ValueError(f"expected a JSON object, got {type(tree).__name__}")
    return decode_settings(_of_today(tree))


def _of_today(tree: dict[str, Any]) -> dict[str, Any]:
    """Converts older versions.

    Up to version 1, "openvino" was simply the app's only engine. Up to 2, the microphone was part of "record".
    """
    engine, record = tree.get("engine"), tree.get("record")
    if tree.get("version") == 1 and isinstance(engine, dict) and engine.get("name") == "openvino":
        tree = {**tree, "engine": {**engine, "name": "auto"}}
    if "sound" not in tree and isinstance(record, dict) and record.get("microphone"):
        tree = {**tree, "sound": {"asked": True, "microphone": record["microphone"]}}
    return tree


def write_settings(path: Path, settings: Settings) -> None:
    """Replaces the file atomically: after a crash, either the old or the new one is there. Raises OSError.

    Only the user may read the file or a folder created for it, since an address may contain a password.
    """
    make_folder(path.parent)
    text = json.dumps({"version": VERSION, **asdict(settings)}, indent=2, ensure_ascii=False)
    with replaced(path) as part, open(part, "w", encoding="utf-8", opener=_open_private) as file:
        file.write(text + "\n")


def make_folder(folder: Path) -> None:
    """Creates a missing folder for settings, readable by the user only. Raises OSError."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def close_to_others(path: Path) -> None:
    """Makes the file unreadable for others, if possible."""
    with contextlib.suppress(OSError):
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
