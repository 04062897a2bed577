"""What the gallery holds, as plain values: three effects, the bundled backgrounds, the user's own, "add"."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from app.pipeline.decode.kinds import PICTURE_SUFFIXES, is_picture
from app.settings import BackgroundSettings

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".gif"})
DEFAULT_COLOR = "#2f6f62"

TileKind = Literal["blur", "color", "transparent", "picture", "video", "add"]


class Bundled(Protocol):
    """What the gallery needs from app.pipeline.bundled.BundledBackground."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def path(self) -> Path: ...


@dataclass(frozen=True)
class Tile:
    """One tile of the gallery.

    Attributes:
        value: as in BackgroundSettings.value: a bundled name or the path of the user's own file.
        path: where its thumbnail comes from; None for blur, color, transparent and add.
        own: added by the user, so the user can remove it.
    """

    kind: TileKind
    title: str
    value: str = ""
    path: Path | None = None
    own: bool = False


def tiles_of(bundled: Iterable[Bundled], own: Sequence[str]) -> tuple[Tile, ...]:
    """All tiles in display order. own is sorted oldest first and shown newest first."""
    shipped = (Tile(kind_of(item.path), item.title, item.name, item.path) for item in bundled)
    added = (Tile(kind_of(Path(path)), Path(path).stem, path, Path(path), own=True) for path in reversed(own))
    effects = Tile("blur", "Blur"), Tile("color", "Colour"), Tile("transparent", "Transparent")
    return *effects, *shipped, *added, Tile("add", "Add")


def kind_of(path: Path) -> Literal["picture", "video"]:
    """The kind of a file by its content, or by its name if it does not exist."""
    if path.is_file():
        return "picture" if is_picture(path) else "video"
    return "video" if path.suffix.lower() in VIDEO_SUFFIXES else "picture"


def is_background_file(path: Path) -> bool:
    return path.suffix.lower() in VIDEO_SUFFIXES | PICTURE_SUFFIXES


def chosen_index(tiles: Sequence[Tile], background: BackgroundSettings) -> int:
    """The index of the background in use, or -1 if it has no tile."""
    for index, tile in enumerate(tiles):
        same_value = tile.kind in ("blur", "color", "transparent") or tile.value == background.value
        if tile.kind == background.kind and same_value:
            return index
    return -1


def background_of(tile: Tile, now: BackgroundSettings, color: str) -> BackgroundSettings:
    """The settings after a click on the tile; color is the last one used."""
    if tile.kind == "add":
        return now
    value = color if tile.kind == "color" else tile.value
    return replace(now, kind=tile.kind, value=value)


def added(own: Sequence[str], files: Iterable[Path]) -> tuple[str, ...]:
    """The user's own backgrounds plus files, without duplicates: a file added again becomes the newest."""
    paths = tuple(dict.fromkeys(str(path.absolute()) for path in files))
    return tuple(path for path in own if path not in paths) + paths
