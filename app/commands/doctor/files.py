"""doctor's checks of the shipped files, the user's folders and the disk."""
from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from app.commands.doctor.check import Check
from app.paths import config_folder, log_folder, pictures_folder, videos_folder, weights_folder
from app.pipeline.bundled import bundled_backgrounds, demo_path
from app.pipeline.sinks.part_file import START_FREE_BYTES
from app.system.files import free_bytes, reason_of
from app.system.installing import REINSTALL
from sinet_core.inference.looks import Network

ROOMY_BYTES = 2_000_000_000
ROW = re.compile(r"\| (\S+) \| `([0-9a-f]{64})` \|")


def check_weights() -> Iterator[Check]:
    """Checks that the networks are those described in the model card."""
    card = weights_folder() / "MODEL_CARD.md"
    known = dict(ROW.findall(card.read_text(encoding="utf-8"))) if card.is_file() else {}
    for network in get_args(Network):
        name = "weights" if network == "sinet" else f"weights, {network}"
        yield _weights_check(name, weights_folder() / f"{network}.onnx", known)


def _weights_check(name: str, path: Path, known: dict[str, str]) -> Check:
    """known: file name -> SHA-256."""
    if not path.is_file() or not path.stat().st_size:
        return Check(name, "fail", f"{path} is missing or empty", REINSTALL)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if known and digest != known.get(path.name):
        hint = f"Fine if these are your own weights; otherwise: {REINSTALL}"
        return Check(name, "warn", f"{path.name}, sha256 {digest}, is not the one in the model card", hint)
    return Check(name, "ok", f"{path.name}, sha256 {digest}")


def check_assets() -> Iterator[Check]:
    backgrounds = bundled_backgrounds()
    if not demo_path().is_file() or not backgrounds:
        yield Check("assets", "warn", "the demo clip or the backgrounds are missing", REINSTALL)
    else:
        yield Check("assets", "ok", f"demo clip, {len(backgrounds)} backgrounds")


def check_folders() -> Iterator[Check]:
    """Tries to write to each folder, since permissions alone do not tell."""
    folders = {
        "settings": config_folder(),
        "log": log_folder(),
        "recordings": videos_folder(),
        "snapshots": pictures_folder(),
    }
    for name, folder in folders.items():
        problem = _write_problem(folder)
        if problem is None:
            yield Check(f"folder for {name}", "ok", str(folder))
        else:
            hint = "Choose another folder in the window, or make this one writable."
            yield Check(f"folder for {name}", "warn", f"{folder}: {problem}", hint)


def check_disk() -> Iterator[Check]:
    folder = _existing(videos_folder())
    free = free_bytes(folder)
    detail = f"{free / 1e9:.1f} GB free for recordings"
    if free < START_FREE_BYTES:
        yield Check("disk", "warn", detail, "Recording is impossible: free some space, or choose another folder.")
    elif free < ROOMY_BYTES:
        yield Check("disk", "warn", detail, "A long recording will not fit: free some space.")
    else:
        yield Check("disk", "ok", detail)


def _write_problem(folder: Path) -> str | None:
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)):
            return None
    except OSError as error:
        return reason_of(error)


def _existing(folder: Path) -> Path:
    """The folder itself, or its nearest existing parent, since it is created on first use."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
