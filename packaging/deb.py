"""Makes dist/backdrop_VERSION_ARCH.deb from dist/backdrop with Debian's own tools: python packaging/deb.py."""
from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from papers.debian import debian_package
from papers.inventory import binaries
from papers.passing_on import require_passable

from app import __version__

HERE = Path(__file__).resolve().parent
DIST = HERE.parent / "dist"
NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[(.+)\]")
# Libraries that Qt and FFmpeg open by name, and the fonts that every window needs.
FONTS = "fonts-dejavu-core | fonts-freefont-ttf | fonts-noto-core"
OPENED = ("libegl1", "libgl1", "libxkbcommon-x11-0", "fontconfig", FONTS)
BOUND_TO_VERSION = ("libc6", "libstdc++6", "libgcc-s1")


def main() -> int:
    require_passable(DIST / "backdrop" / "_internal")
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "backdrop"
        lay_out(tree)
        command = ["dpkg-buildpackage", "--build=binary", "--no-sign", "--no-check-builddeps"]
        subprocess.run(command, cwd=tree, check=True)
        (made,) = Path(folder).glob("*.deb")
        shutil.copy(made, DIST / made.name)
    print(f"{DIST / made.name}: {(DIST / made.name).stat().st_size / 1e6:.1f} MB")
    return 0


def lay_out(tree: Path) -> None:
    """A source package whose sources are the finished bundle."""
    shutil.copytree(DIST / "backdrop", tree / "bundle", symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HERE / "linux" / "debian", tree / "debian")
    shutil.copytree(DIST / "usr", tree / "usr")
    (tree / "debian" / "changelog").write_text(changelog(), encoding="utf-8")
    (tree / "debian" / "depends").write_text(", ".join(depends(tree / "bundle")), encoding="utf-8")


def changelog() -> str:
    when = format_datetime(datetime.now(UTC))
    return f"""backdrop ({__version__}) unstable; urgency=medium

  * See CHANGELOG.md of the source.

 -- The Backdrop authors <backdrop@localhost>  {when}
"""


def depends(bundle: Path) -> list[str]:
    """The system packages that the bundle's binaries link to but do not contain."""
    programs = [bundle / "backdrop", *(bundle / path for path in binaries(bundle))]
    brought = {path.name for path in bundle.rglob("*")}
    wanted = {name for path in programs for name in needed_by(path)} - brought
    packages = {package for name in sorted(wanted) if (package := debian_package(name))}
    return sorted({versioned(package) for package in packages} | set(OPENED))


def needed_by(binary: Path) -> Iterator[str]:
    done = subprocess.run(["readelf", "--dynamic", str(binary)], capture_output=True, text=True, check=True)
    yield from NEEDED.findall(done.stdout)


def versioned(package: str) -> str:
    """The C library in the version of the build, since the bundle does not run on older ones."""
    if package not in BOUND_TO_VERSION:
        return package
    asked = ["dpkg-query", "--show", "--showformat=${Version}", package]
    version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return f"{package} (>= {re.split('[-+]', version)[0]})"


if __name__ == "__main__":
    sys.exit(main())
