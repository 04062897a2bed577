"""dist/Backdrop-VERSION-linux-x86_64: the bundle as one file to download, make executable and start.

It is a shell script with the bundle appended. The first start unpacks it into the user's cache with
tar and gzip, which every Linux has; later ones run it from there. docs/packaging.md explains why it
is not an AppImage.
"""
from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from papers.passing_on import require_passable

from app import __version__

DIST = Path(__file__).resolve().parents[1] / "dist"
LINES_BEFORE = "@LINE@"
HEAD = """#!/bin/sh
# Backdrop @VERSION@. For authors and licences, run this with --third-party.
set -eu
home=${XDG_CACHE_HOME:-$HOME/.cache}/backdrop/single-file
place=$home/@DIGEST@
if [ ! -x "$place/backdrop" ]; then
    mkdir -p "$home"
    new=$(mktemp -d "$home/unpacking.XXXXXX")
    trap 'rm -rf "$new"' EXIT
    trap 'exit 130' INT TERM HUP
    echo "Unpacking Backdrop into $place, once." >&2
    tail -n +@LINE@ "$0" | tar -xzf - -C "$new"
    # Removes other versions not started for a month. Another start may have unpacked this one meanwhile.
    find "$home" -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -rf {} +
    mv "$new/backdrop" "$place" 2>/dev/null || [ -x "$place/backdrop" ]
    rm -rf "$new"
    trap - EXIT
fi
touch "$place"
if [ "${1:-}" = --third-party ]; then exec cat "$place/_internal/THIRD-PARTY.md"; fi
exec "$place/backdrop" "$@"
"""


def main() -> int:
    require_passable(DIST / "backdrop" / "_internal")
    target = DIST / f"Backdrop-{__version__}-linux-{platform.machine()}"
    make_single_file(DIST / "backdrop", target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


def make_single_file(bundle: Path, target: Path) -> None:
    """Writes the executable target; bundle is a folder that contains the program "backdrop"."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        packed = Path(folder) / "packed.tar.gz"
        order = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"]
        command = ["tar", *order, "--use-compress-program=gzip -6n", "-cf", str(packed), "-C", str(bundle.parent)]
        subprocess.run([*command, bundle.name], check=True)
        with packed.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
        whole = Path(folder) / "whole"
        with whole.open("wb") as file:
            file.write(head(digest).encode("ascii"))
            file.write(packed.read_bytes())
        whole.chmod(0o755)
        whole.replace(target)


def head(digest: str) -> str:
    text = HEAD.replace("@VERSION@", __version__).replace("@DIGEST@", digest)
    return text.replace(LINES_BEFORE, str(text.count("\n") + 1))


if __name__ == "__main__":
    sys.exit(main())
