"""Takes out of a finished Linux bundle what it holds twice or never uses: docs/decisions/0010-bundle.md.

Wheels bring their libraries along, each for itself. Here two copies of FFmpeg and others become one, libraries that
are linked but never called become stand-ins, a library that nothing needs any more goes, and so do debugging symbols.
"""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import elf
from compact import compacted

# libavcodec-c4204469.so.62.28.101: name, the hash that the wheel's builder added, version.
WHEEL_LIBRARY = re.compile(r"(?P<name>lib.+?)-[0-9a-f]{8}\.so\.(?P<version>[\d.]+)")
# Libraries that several wheels bring: the folder that keeps its copy if the others are of the same release.
TWINS = {
    **dict.fromkeys(("libavcodec", "libavformat", "libavutil", "libswscale", "libswresample"), "av.libs"),
    **dict.fromkeys(("libwebp", "libwebpmux", "libsharpyuv", "libXau", "libdrm"), "av.libs"),
    "libavif": "pillow.libs",
}
OPENCV = "opencv_python_headless.libs"
# Linked, never called: linear algebra of OpenCV (see LACKING in build.py), and encoders that the app does not offer.
NEVER_CALLED = (f"{OPENCV}/libopenblas*", "av.libs/libx265-*", "av.libs/libSvtAv1Enc-*")
# FFmpeg asks x265 at start what it can do; the answer is: nothing.
ASKED_FIRST = "x265_api_get"
# The start-up program opens Python by name; a linked need does not show it.
OPENED_BY_NAME = ("libpython",)


def make_lean(inside: Path) -> Iterator[str]:
    """Trims the folder of a bundle's libraries in place; yields a line of what each step saved."""
    yield f"libraries      {disk_mb(inside):6.1f} MB as PyInstaller collected them"
    for title, step in STEPS.items():
        before = disk_mb(inside)
        done = step(inside)
        remove_dangling_links(inside)
        few = done if len(done) < 8 else [f"{len(done)} files"]
        yield f"{title:14} {disk_mb(inside) - before:6.1f} MB  {', '.join(few)}"


def disk_mb(folder: Path) -> float:
    """What the folder takes on disk, in 10^6 bytes: whole blocks, as du counts."""
    files = [folder, *folder.rglob("*")]
    if os.name == "nt":
        return sum(path.stat().st_size for path in files if path.is_file()) / 1e6
    return sum(path.lstat().st_blocks for path in files) * 512 / 1e6


def share_twins(inside: Path) -> list[str]:
    """A copy becomes a link where another wheel keeps the same release of the same library."""
    shared = []
    for name, keeper in TWINS.items():
        kept = {_release(path): path.name for path in (inside / keeper).glob(f"{name}-*")}
        for copy in sorted(inside.glob(f"*.libs/{name}-*")):
            if copy.parent.name != keeper and _release(copy) in kept:
                copy.unlink()
                copy.symlink_to(Path("..") / keeper / kept[_release(copy)])
                shared.append(name)
    return shared


def _release(path: Path) -> tuple[str, ...]:
    """Name, major and minor version: within them, these libraries do not change their structures and functions."""
    library = WHEEL_LIBRARY.fullmatch(path.name)
    return (library["name"], *library["version"].split(".")[:2]) if library else (path.name,)


def replace_uncalled(inside: Path) -> list[str]:
    """Puts stand-ins in the place of libraries that must be there to link but are never called."""
    compiler = shutil.which("cc")
    if compiler is None:
        return ["none: no C compiler (cc) was found"]
    libraries = [path for pattern in NEVER_CALLED for path in sorted(inside.glob(pattern))]
    asked = frozenset[str]().union(*(elf.symbols(p).asked for p in elf.binaries(inside) if p not in libraries))
    for library in libraries:
        write_stand_in(library, asked, compiler)
    return [library.name for library in libraries]


def write_stand_in(library: Path, asked: frozenset[str], compiler: str) -> None:
    """Replaces a library by one whose functions say who was called and abort.

    Raises:
        ValueError: another library uses its variables, so a call is not the only way in.
    """
    known = elf.symbols(library)
    if asked & known.variables:
        raise ValueError(f"{library.name} shares variables: {', '.join(sorted(asked & known.variables))}")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "stand_in.c"
        source.write_text(stand_in_source(library.name, asked & known.functions), encoding="ascii")
        made = Path(folder) / library.name
        options = ["-shared", "-fPIC", "-Os", "-s", f"-Wl,-soname,{library.name}", "-o", str(made)]
        subprocess.run([compiler, *options, str(source)], check=True)
        shutil.copy(made, library)


def stand_in_source(library: str, functions: frozenset[str]) -> str:
    lines = ["#include <stdio.h>", "#include <stdlib.h>"]
    for name in sorted(functions):
        complaint = f'fputs("{name}: {library} is not part of this bundle\\n", stderr); abort();'
        lines.append(f"void *{name}(void) {{ {'return NULL;' if name.startswith(ASKED_FIRST) else complaint} }}")
    return "\n".join([*lines, ""])


def remove_unneeded(inside: Path) -> list[str]:
    """Removes libraries that no program, Python module or plug-in needs, directly or through others."""
    needs = {path: elf.needed(path) for path in elf.binaries(inside)}
    candidates = {path for path in needs if _is_candidate(path.relative_to(inside))}
    kept = set(needs) - candidates
    while True:
        names = frozenset[str]().union(*(needs[path] for path in kept))
        more = {path for path in candidates - kept if _names(path, inside) & names}
        if not more:
            break
        kept |= more
    for path in candidates - kept:
        path.unlink()
    return sorted(path.name for path in candidates - kept)


def _is_candidate(path: Path) -> bool:
    library = path.name.startswith("lib") and not path.name.startswith(OPENED_BY_NAME)
    folder = path.parent.as_posix()
    return library and (folder in (".", "PySide6/Qt/lib") or folder.endswith(".libs"))


def _names(path: Path, inside: Path) -> set[str]:
    """The file's own name and those of the links to it that stand in for another wheel's copy."""
    links = inside.glob("*.libs/lib*") if path.parent.name in TWINS.values() else ()
    return {path.name} | {link.name for link in links if link.is_symlink() and link.resolve() == path.resolve()}


def remove_dangling_links(inside: Path) -> None:
    """PyInstaller links every library into the top folder."""
    for path in [*inside.rglob("*")]:
        if path.is_symlink() and not path.exists():
            path.unlink()


def drop_unloaded(inside: Path) -> list[str]:
    """Debugging symbols and gaps; the bytes that are loaded stay as they are."""
    done = []
    for path in elf.binaries(inside):
        data = path.read_bytes()
        less = compacted(data)
        if less is not None and len(less) < len(data):
            path.write_bytes(less)
            done.append(path.name)
    return done


STEPS: dict[str, Callable[[Path], list[str]]] = {
    "one of twins": share_twins,
    "stand-ins": replace_uncalled,
    "unneeded": remove_unneeded,
    "never loaded": drop_unloaded,
}
