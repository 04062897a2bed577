"""Render the modelled rooms with Blender's Cycles: `python render_rooms.py --out DIR [NAME ...]` (needs bpy)."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from rooms import scenes_home, scenes_work, stage

SCENES: dict[str, Callable[[], None]] = {
    "living-room": scenes_home.living_room,
    "home-office": scenes_home.home_office,
    "bookshelf": scenes_home.bookshelf,
    "loft": scenes_work.loft,
    "sunlit-wall": scenes_work.sunlit_wall,
    "meeting-room": scenes_work.meeting_room,
    "terrace": scenes_work.terrace,
    "demo-room": scenes_home.demo_room,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*SCENES, []], help="default: all")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", default="768x432")
    parser.add_argument("--samples", type=int, default=32)
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.names or SCENES:
        started = time.monotonic()
        SCENES[name]()
        stage.render(options.out / f"{name}.png", width, height, options.samples)
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
