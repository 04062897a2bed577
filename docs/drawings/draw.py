"""Makes the documentation's drawings: Graphviz turns every .dot file in this folder into an .svg.

They follow the reader's light or dark theme, so colours are in a style sheet, not in the drawing.
"""
from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #1c2230 }
.node path, .node polygon { fill: #eef0fb; stroke: #5a55d6 }
.cluster path, .cluster polygon { fill: none; stroke: #9aa3b5; stroke-dasharray: 4 3 }
.cluster text { fill: #5b6475; font-size: 12px }
.edge path { stroke: #5b6475 }
.edge polygon { fill: #5b6475; stroke: #5b6475 } .edge text { fill: #5b6475; font-size: 12px }
@media (prefers-color-scheme: dark) {
  text { fill: #e8eaf2 } .node path, .node polygon { fill: #262b45; stroke: #8f8bff }
  .cluster path, .cluster polygon { stroke: #6b7488 } .cluster text, .edge text { fill: #a9b1c3 }
  .edge path { stroke: #a9b1c3 } .edge polygon { fill: #a9b1c3; stroke: #a9b1c3 }
}
</style>"""
PAINT = re.compile(r' (?:fill|stroke|font-family|font-size)="[^"]*"')


def draw(source: Path) -> Path:
    """Writes source's drawing beside it and returns its path. Raises CalledProcessError."""
    shape = ["dot", "-Tsvg", "-Gbgcolor=transparent", "-Gstyle=rounded", "-Nfontname=sans-serif", "-Nfontsize=13"]
    drawn = subprocess.run([*shape, "-Efontsize=12", str(source)], capture_output=True, text=True, check=True).stdout
    body = re.sub(r"<!--.*?-->\n?", "", drawn[drawn.index("<svg") :], flags=re.DOTALL)
    body = re.sub(r'(<path)( fill="none")?', r'\1 fill="none"', PAINT.sub("", body))
    target = source.with_suffix(".svg")
    target.write_text(body.replace(">", f">\n{STYLE}", 1), encoding="utf-8")
    return target


if __name__ == "__main__":
    if shutil.which("dot") is None:
        sys.exit("error: Graphviz is needed: sudo apt install graphviz")
    for path in sorted(FOLDER.glob("*.dot")):
        print(draw(path))
