"""Render the raised arm of the demo clip: `python render_arm.py --out DIR [--only FRAME ...]` (needs bpy and anny).

Writes DIR/NNN.png for every frame of the clip whose arm looks like no other's: the crop arm.scene.BORDER of the clip,
with alpha.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import gesture
from arm.scene import ArmScene


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", type=int, nargs="*", default=None)
    parser.add_argument("--samples", type=int, default=14)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    scene = ArmScene()
    numbers = gesture.pictures()
    for number in numbers if options.only is None else options.only:
        started = time.monotonic()
        arm = gesture.arm(number)
        scene.render(arm, options.samples, options.out / f"{number:03d}.png")
        print(f"{number}: {time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
