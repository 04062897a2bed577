"""What the program says about itself: authors, licence and weights."""
from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import get_args

from app import __version__
from app.paths import weights_folder
from sinet_core.inference.looks import Network

SOURCE = "Backdrop's own source is under the MIT licence."
BUNDLE = (
    "This package also contains the work of others, including the encoder x264, and is distributed as a whole under "
    "the GNU General Public License, version 3."
)


def third_party() -> Path | None:
    """The list of third-party software in a bundle; wheels and checkouts contain none."""
    inside = getattr(sys, "_MEIPASS", None)
    path = Path(inside) / "THIRD-PARTY.md" if inside else None
    return path if path is not None and path.is_file() else None


def weights_sha256() -> dict[str, str]:
    """The hashes of the shipped networks in hex, by file name; those of missing files are ""."""
    paths = [weights_folder() / f"{network}.onnx" for network in get_args(Network)]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "" for path in paths}


def about() -> str:
    """A few paragraphs as HTML."""
    licence = SOURCE
    papers = third_party()
    if papers is not None:
        licence += f"<br>{BUNDLE}<br><a href='{papers.as_uri()}'>What it contains, and under which licences</a>"
    hashes = "<br>".join(f"{name}: SHA-256 {digest or 'missing'}" for name, digest in weights_sha256().items())
    return f"""<h3>Backdrop {__version__}</h3>
<p>A new background behind you, live, on an ordinary processor.</p>
<p>The person is found by <b>SINet</b> (Park et al., WACV 2020).<br>
Nothing that the camera sees leaves this computer.</p>
<p>{licence}<br>Pictures and icons: MIT, and one photograph by NASA in the public domain.</p>
<p><small>{hashes}</small></p>"""
