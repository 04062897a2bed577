"""One entry of the papers."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Component:
    """A component, ours or third-party, and its files in the bundle.

    Attributes:
        purl: its package URL.
        texts: the files with its licence text; texts_in: the component that they came with, if different.
        files: its binaries, as paths in the bundle.
        within: binaries of others that it is linked into.
    """

    name: str
    version: str
    licence: str
    home: str
    purl: str
    copyright: str = ""
    texts: tuple[Path, ...] = ()
    texts_in: str = ""
    files: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
