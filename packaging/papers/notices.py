"""THIRD-PARTY.md and the folder of licence texts beside it."""
from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from .component import Component
from .inventory import TEXTS, Inventory
from .passing_on import PRIVATE, conflicts

COMBINED = "GPL-3.0-only"
"""The licence of a bundle as a whole; see docs/decisions/0029-licences.md."""
TITLE = "# Third-party software in this package\n"
HEAD = """Backdrop's own source is under the MIT licence (LICENSE). This package also contains the work of
others, including x264 and x265, which are under the GNU General Public License, version 2 or later,
and Qt and FFmpeg, which are under the GNU Lesser General Public License, version 3. **The package as
a whole is therefore distributed under the GNU General Public License, version 3** (COPYING.txt):
anyone who passes it on must grant the same rights and offer the source.

The sources are available at the addresses below, in the versions below; Backdrop's own includes the
scripts that build the package. `packaging/build.py` generates this file from the package's content;
the texts of the licences are in `licenses/`.
"""


def write_notices(inventory: Inventory, folder: Path) -> None:
    """Writes THIRD-PARTY.md, COPYING.txt and licenses/ into a bundle's folder."""
    (folder / "THIRD-PARTY.md").write_text(notices(inventory), encoding="utf-8")
    shutil.copyfile(TEXTS / "GPL-3.0.txt", folder / "COPYING.txt")
    for component in inventory.components:
        for text in component.texts:
            target = folder / text_name(component, text)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, target)


def notices(inventory: Inventory) -> str:
    private = f"{PRIVATE} {'; '.join(found)}.\n" if (found := conflicts(inventory)) else ""
    parts = [TITLE, *filter(None, [private]), HEAD, "## Python and its packages\n", *table(inventory.packages), "",
             "## Libraries inside these packages\n", *table(inventory.libraries), ""]
    if inventory.system:
        parts += ["## Libraries of the system that the package was built on\n", *table(inventory.system), ""]
    return "\n".join(parts)


def table(components: Iterable[Component]) -> list[str]:
    lines = ["| what | version | licence | origin | text | files |", "|---|---|---|---|---|---|"]
    for part in sorted(components, key=lambda part: part.name.lower()):
        origin = ". ".join(filter(None, (f"© {part.copyright}" if part.copyright else "", part.home)))
        texts = ", ".join(dict.fromkeys(text_name(part, text) for text in part.texts))
        lines.append(f"| {part.name} | {part.version} | {part.licence} | {origin} | {texts} | {files_of(part)} |")
    return lines


def files_of(component: Component) -> str:
    """The libraries' names without the hashes of wheel builders; for many, their folder."""
    if component.within:
        return f"inside {', '.join(PurePosixPath(name).name for name in component.within)}"
    names = dict.fromkeys(re.sub(r"-[0-9a-f]{8}(?=\.)", "", PurePosixPath(name).name) for name in component.files)
    if len(names) > 12:
        folders = dict.fromkeys(PurePosixPath(name).parts[0] + "/" for name in component.files)
        return f"{len(names)} in {', '.join(folders)}"
    return ", ".join(names)


def text_name(component: Component, text: Path) -> str:
    """A text's path in the package: once per licence, or per package if it names its authors."""
    if text.parent == TEXTS:
        return f"licenses/{text.name}"
    return f"licenses/{component.texts_in or component.name}/{text.name}"
