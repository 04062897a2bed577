"""takes: the recordings that keep the camera's picture and can still be changed."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.commands.answer import add_json_argument, print_json
from app.errors import AppError
from app.paths import videos_folder
from app.pipeline.takes.take_list import ListedTake, list_takes
from app.pipeline.takes.take_reader import open_take
from app.settings_store import SettingsStore


def add_arguments(parser: ArgumentParser) -> None:
    add_json_argument(parser)


def run(arguments: Namespace) -> int:
    folder = recordings_folder()
    takes = [_facts(take) for take in list_takes(folder)]
    if arguments.json:
        print_json({"folder": str(folder), "takes": takes})
        return 0
    for take in takes:
        print(take["name"])
        print(f"    {_words(take)}")
    if not takes:
        print(f"No takes that can be changed are in {folder}. Switch on “Keep the camera picture”, then record.")
    return 0


def recordings_folder() -> Path:
    """Where the window keeps its recordings."""
    chosen = SettingsStore().load().settings.record.folder
    return Path(chosen) if chosen else videos_folder()


def _facts(take: ListedTake) -> dict[str, Any]:
    """JSON values; for an unreadable take, the reason."""
    facts: dict[str, Any] = {
        "name": take.name, "path": str(take.path), "bytes": take.bytes,
        "modified": datetime.fromtimestamp(take.modified).astimezone().isoformat(timespec="seconds"),
    }  # fmt: skip
    try:
        info = open_take(take.path)
    except AppError as error:
        return {**facts, "error": str(error)}
    return {**facts, "seconds": round(info.seconds, 3), "width": info.size.width, "height": info.size.height,
            "sound": info.has_sound}


def _words(take: dict[str, Any]) -> str:
    if "error" in take:
        return str(take["error"])
    sound = "with sound" if take["sound"] else "no sound"
    size = f"{take['bytes'] / 1e6:.1f} MB"
    return f"{take['modified']}, {take['seconds']:.1f} s, {take['width']}×{take['height']}, {sound}, {size}"
