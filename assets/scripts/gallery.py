"""Assemble assets/backgrounds: `python gallery.py --rooms DIR --paint` finishes the renders and paints the rest."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import abstract
import bokeh
import cv2
from film import Float, finish, save_jpeg

BACKGROUNDS = Path(__file__).resolve().parents[1] / "backgrounds"

TITLES = {  # in gallery order
    "living-room": "Living room",
    "home-office": "Home office",
    "bookshelf": "Bookshelf",
    "loft": "Brick loft",
    "sunlit-wall": "Sunlit wall",
    "meeting-room": "Meeting room",
    "terrace": "Terrace at dusk",
    "studio-grey": "Studio grey",
    "pastel-paper": "Pastel paper",
    "midnight": "Midnight",
    "city-lights": "City lights",
    "bokeh-drift": "Drifting bokeh",
}
PAINTED: dict[str, Callable[[], Float]] = {
    "studio-grey": abstract.studio_grey,
    "pastel-paper": abstract.pastel_paper,
    "midnight": abstract.midnight,
    "city-lights": bokeh.city_lights,
}


def develop_rooms(rooms: Path) -> None:
    for seed, name in enumerate(TITLES):
        render = rooms / f"{name}.png"
        if render.exists():
            save_jpeg(finish(cv2.imread(str(render), cv2.IMREAD_UNCHANGED), seed), BACKGROUNDS / f"{name}.jpg")


def paint_abstract() -> None:
    for seed, (name, painter) in enumerate(PAINTED.items(), start=100):
        save_jpeg(finish(painter(), seed, 1.1, 0.12), BACKGROUNDS / f"{name}.jpg")


def write_index() -> None:
    """List what is there; a background that was not made yet is left out."""
    entries = []
    for name, title in TITLES.items():
        for file in (f"{name}.jpg", f"{name}.mp4"):
            if (BACKGROUNDS / file).exists():
                entries.append({"name": name, "title": title, "file": file})
    (BACKGROUNDS / "index.json").write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=Path, help="where render_rooms.py put its pictures")
    parser.add_argument("--paint", action="store_true", help="paint the abstract ones and the loop again")
    options = parser.parse_args()
    BACKGROUNDS.mkdir(exist_ok=True)
    if options.rooms:
        develop_rooms(options.rooms)
    if options.paint:
        paint_abstract()
        bokeh.write_loop(BACKGROUNDS / "bokeh-drift.mp4")
    write_index()


if __name__ == "__main__":
    main()
