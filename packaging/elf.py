"""What a Linux library gives, asks for and needs, read with binutils (which PyInstaller needs, too)."""
from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"\x7fELF"
NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
CODE = frozenset("TtWwi")


@dataclass(frozen=True)
class Symbols:
    """Names in the dynamic symbol table of a library: what it asks of others, its functions and its variables."""

    asked: frozenset[str]
    functions: frozenset[str]
    variables: frozenset[str]


def binaries(folder: Path) -> Iterator[Path]:
    """Every ELF file below folder, links left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.open("rb").read(4) == MAGIC:
            yield path


def needed(path: Path) -> frozenset[str]:
    """The file names of the libraries that the loader opens together with this one."""
    return frozenset(NEEDED.findall(_output("readelf", "--dynamic", path)))


def symbols(path: Path) -> Symbols:
    kinds: dict[str, set[str]] = {"asked": set(), "functions": set(), "variables": set()}
    for line in _output("nm", "--dynamic", path).splitlines():
        *address, kind, name = line.split()
        part = "asked" if not address else "functions" if kind in CODE else "variables"
        kinds[part].add(name.partition("@")[0])
    return Symbols(**{part: frozenset(names) for part, names in kinds.items()})


def _output(tool: str, option: str, path: Path) -> str:
    return subprocess.run([tool, option, str(path)], capture_output=True, text=True, check=True).stdout
