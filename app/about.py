"""What the program says about itself: authors, licence and weights."""
from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from app import __version__
from app.paths import weights_folder

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


def weights_sha256() -> str:
    """The shipped network's hash in hex; "" if the network is missing."""
    path = weights_folder() / "sinet.onnx"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def about() -> str:
    """A few paragraphs as HTML."""
    licence = SOURCE
    papers = third_party()
    if papers is not None:
        licence += f"<br>{BUNDLE}<br><a href='{papers.as_uri()}'>What it contains, and under which licences</a>"
    return f"""<h3>Backdrop {__version__}</h3>
<p>A new background behind you, live, on an ordinary processor.</p>
<p>The person is found by <b>SINet</b> (Park et al., WACV 2020).<br>
Nothing that the camera sees leaves this computer.</p>
<p>{licence}<br>Pictures and icons: MIT, and one photograph by NASA in the public domain.</p>
<p><small>Weights: SHA-256 {weights_sha256() or "missing"}</small></p>"""
