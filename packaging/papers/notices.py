"""THIRD-PARTY.md and the folder of licence texts beside it."""
from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from .inventory import TEXTS, Component, Inventory

COMBINED = "GPL-3.0-only"
"""What a bundle as a whole is handed on under; see docs/decisions/0029-licences.md."""
HEAD = """# What is in this package, and whose it is

Backdrop's own source is under the MIT licence (LICENSE). This package also holds the work of others,
among it x264 and x265, which are under the GNU General Public License, version 2 or later, and
Qt and FFmpeg, which are under the GNU Lesser General Public License, version 3. **The package as a
whole is therefore handed on under the GNU General Public License, version 3** (COPYING.txt): whoever
passes it on gives the same rights, and the source, along.

The source of everything here is to be had at the addresses below, in the versions below; Backdrop's
own holds the scripts that put the package together. Made by `packaging/build.py` from what is in the
package; the texts of the licences are in `licenses/`.
"""


def write_notices(inventory: Inventory, folder: Path) -> None:
    """THIRD-PARTY.md, COPYING.txt and licenses/ into a bundle's folder."""
    (folder / "THIRD-PARTY.md").write_text(notices(inventory), encoding="utf-8")
    shutil.copyfile(TEXTS / "GPL-3.0.txt", folder / "COPYING.txt")
    for component in inventory.components:
        for text in component.texts:
            target = folder / text_name(component, text)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, target)


def notices(inventory: Inventory) -> str:
    parts = [HEAD, "## Python and its packages\n", *table(inventory.packages), "",
             "## Libraries inside these packages\n", *table(inventory.libraries), ""]
    if inventory.system:
        parts += ["## Libraries of the system that the package was built on\n", *table(inventory.system), ""]
    return "\n".join(parts)


def table(components: Iterable[Component]) -> list[str]:
    lines = ["| what | version | licence | whose, and where from | text | files |", "|---|---|---|---|---|---|"]
    for part in sorted(components, key=lambda part: part.name.lower()):
        origin = ". ".join(filter(None, (f"© {part.copyright}" if part.copyright else "", part.home)))
        texts = ", ".join(dict.fromkeys(text_name(part, text) for text in part.texts))
        lines.append(f"| {part.name} | {part.version} | {part.licence} | {origin} | {texts} | {files_of(part)} |")
    return lines


def files_of(component: Component) -> str:
    """The libraries' names without what wheel builders add to them; of many the folder."""
    names = dict.fromkeys(re.sub(r"-[0-9a-f]{8}(?=\.)", "", PurePosixPath(name).name) for name in component.files)
    if len(names) > 12:
        folders = dict.fromkeys(PurePosixPath(name).parts[0] + "/" for name in component.files)
        return f"{len(names)} in {', '.join(folders)}"
    return ", ".join(names)


def text_name(component: Component, text: Path) -> str:
    """Where a text is in the package: once a licence, or by package where it names its authors."""
    if text.parent == TEXTS:
        return f"licenses/{text.name}"
    return f"licenses/{component.texts_in or component.name}/{text.name}"
