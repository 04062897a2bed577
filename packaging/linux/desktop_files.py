"""Files that integrate the program into Linux desktops and shells, laid out as under /usr."""
from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import shtab
from argparse_manpage.manpage import Manpage
from PIL import Image

from app import __version__
from app.commands.registry import whole_parser

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
ICONS = ROOT / "assets" / "icons"
METAINFO = "local.backdrop.Backdrop.metainfo.xml"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
NO_MACRO = re.compile(r"^\.(?=[a-z0-9]{3})", re.MULTILINE)
"""Escapes a line that begins with a full stop (".mp4"), which roff would take for a command."""
COMPLETIONS = {
    "bash": "share/bash-completion/completions/backdrop",
    "zsh": "share/zsh/vendor-completions/_backdrop",
    "fish": "share/fish/vendor_completions.d/backdrop.fish",
}


def write_desktop_files(usr: Path) -> None:
    """Menu entry, AppStream metadata, icons, manual page and completions under usr/share."""
    place(HERE / "backdrop.desktop", usr / "share/applications/backdrop.desktop")
    place(HERE / METAINFO, usr / "share/metainfo" / METAINFO)
    place(ICONS / "backdrop.svg", usr / "share/icons/hicolor/scalable/apps/backdrop.svg")
    with Image.open(ICONS / "backdrop-512.png") as large:
        for size in ICON_SIZES:
            target = usr / f"share/icons/hicolor/{size}x{size}/apps/backdrop.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            large.resize((size, size), Image.Resampling.LANCZOS).save(target, optimize=True)
    write_manual(usr / "share/man/man1/backdrop.1.gz")
    for shell, name in COMPLETIONS.items():
        (usr / name).parent.mkdir(parents=True, exist_ok=True)
        (usr / name).write_text(completion(shell), encoding="utf-8")


def place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def write_manual(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(manual().encode(), 9, mtime=0))


def manual() -> str:
    """The manual page, in roff."""
    page = Manpage(whole_parser(), {"project_name": "Backdrop", "version": __version__, "manual_title": "User Commands",
                                    "description": "a new background behind you on a webcam"})
    return NO_MACRO.sub(r"\\&.", str(page))


def completion(shell: str) -> str:
    """The completion script of bash, zsh or fish."""
    return str(shtab.complete(whole_parser(), shell=shell))
