"""Draw the line icons and the app icon: `python icons.py [--sheet FILE]` (rasters need PySide6 and Pillow).

A line icon is a few path strings on a 24x24 grid with 2 units of air around; one stroke width, round caps, no fill, so
the app can tint them with the text colour.
"""

from __future__ import annotations

import argparse
from pathlib import Path

ICONS = Path(__file__).resolve().parents[1] / "icons"

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" '
    'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">'
)


def circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0"


def rounded(x: float, y: float, width: float, height: float, r: float) -> str:
    across, down = width - 2 * r, height - 2 * r
    arc = f"a{r:g} {r:g} 0 0 1 "
    right = f"h{across:g}{arc}{r:g} {r:g}v{down:g}{arc}{-r:g} {r:g}"
    left = f"h{-across:g}{arc}{-r:g} {-r:g}v{-down:g}{arc}{r:g} {-r:g}"
    return f"M{x + r:g} {y:g}{right}{left}z"


def dots(*places: tuple[float, float]) -> str:
    """Round points: zero-length strokes with round caps."""
    return "".join(f"M{x:g} {y:g}h.01" for x, y in places)


def rays(cx: float, cy: float, inner: float, outer: float) -> str:
    ends = (
        (1, 0),
        (0.7071, 0.7071),
        (0, 1),
        (-0.7071, 0.7071),
        (-1, 0),
        (-0.7071, -0.7071),
        (0, -1),
        (0.7071, -0.7071),
    )
    return "".join(
        f"M{cx + a * inner:.2f} {cy + b * inner:.2f}L{cx + a * outer:.2f} {cy + b * outer:.2f}" for a, b in ends
    )


LENS = "M16 10.6l4.3-2.7a.8.8 0 0 1 1.2.7v6.8a.8.8 0 0 1-1.2.7L16 13.4"

LINES: dict[str, tuple[str, ...]] = {
    "camera": (rounded(2.5, 6, 13.5, 12, 2.75), LENS),
    "camera-off": (
        "M3 3l18 18",
        "M10 6h3.25A2.75 2.75 0 0 1 16 8.75v3.4",
        "M15.7 16.4A2.75 2.75 0 0 1 13.25 18h-8A2.75 2.75 0 0 1 2.5 15.25v-6.5A2.75 2.75 0 0 1 5.2 6",
        "M18 9.3l2.3-1.4a.8.8 0 0 1 1.2.7v6.8",
    ),
    "image": (
        rounded(3, 4, 18, 16, 2.75),
        circle(8.5, 9.25, 1.6),
        "M3.6 17.6l4.9-4.5a1.5 1.5 0 0 1 2 0l3.2 2.9 1.9-1.7a1.5 1.5 0 0 1 2 0l3 2.7",
    ),
    "video": (
        rounded(3, 4, 18, 16, 2.75),
        "M7.5 4v16M16.5 4v16M3 9.33h4.5M3 14.67h4.5M16.5 9.33H21M16.5 14.67H21",
    ),
    "color": (
        "M12 3a9 9 0 0 0 0 18c1.5 0 2.3-.95 2.3-2.1 0-1.4-1.1-1.8-1.1-3.1 0-1.1.9-2 2-2"
        "h2.4A3.4 3.4 0 0 0 21 10.4C21 6.2 17 3 12 3z",
        dots((7.6, 12.3), (9.2, 8.1), (13.4, 7.1), (17, 9.4)),
    ),
    "blur": (
        "M11 3.6a8.5 8.5 0 0 0 0 16.8z",
        dots(
            (14.6, 5),
            (14.6, 9.7),
            (14.6, 14.3),
            (14.6, 19),
            (18.2, 7.4),
            (18.2, 12),
            (18.2, 16.6),
            (21.2, 9.7),
            (21.2, 14.3),
        ),
    ),
    "transparent": (rounded(3, 3, 18, 18, 2.75), "M3 9h18M3 15h18M9 3v18M15 3v18"),
    "add": ("M12 5v14M5 12h14",),
    "remove": (
        "M4 6.5h16",
        "M9 6.2V5a1.75 1.75 0 0 1 1.75-1.75h2.5A1.75 1.75 0 0 1 15 5v1.2",
        "M6 6.5l.8 11.7a2.5 2.5 0 0 0 2.5 2.3h5.4a2.5 2.5 0 0 0 2.5-2.3L18 6.5",
        "M10.2 11v5M13.8 11v5",
    ),
    "record": (circle(12, 12, 8.75), circle(12, 12, 3.5)),
    "stop": (rounded(5.5, 5.5, 13, 13, 2.5),),
    "snapshot": (
        "M8.1 6.5l1-1.9a1.75 1.75 0 0 1 1.5-.9h2.8a1.75 1.75 0 0 1 1.5.9l1 1.9h2.6A2.5 2.5 0 0 1 21 9"
        "v8.5A2.5 2.5 0 0 1 18.5 20h-13A2.5 2.5 0 0 1 3 17.5V9a2.5 2.5 0 0 1 2.5-2.5z",
        circle(12, 13, 3.5),
    ),
    "fullscreen": (
        "M4 9V6.5A2.5 2.5 0 0 1 6.5 4H9M15 4h2.5A2.5 2.5 0 0 1 20 6.5V9M20 15"
        "v2.5a2.5 2.5 0 0 1-2.5 2.5H15M9 20H6.5A2.5 2.5 0 0 1 4 17.5V15",
    ),
    "fullscreen-exit": (
        "M9 4v2.5A2.5 2.5 0 0 1 6.5 9H4M20 9h-2.5A2.5 2.5 0 0 1 15 6.5V4M15 20"
        "v-2.5a2.5 2.5 0 0 1 2.5-2.5H20M4 15h2.5A2.5 2.5 0 0 1 9 17.5V20",
    ),
    "mirror": (
        "M12 3v2.2M12 8.4v2.2M12 13.4v2.2M12 18.8V21",
        "M8.5 6.5v11H3.6a.5.5 0 0 1-.44-.74z",
        "M15.5 6.5v11h4.9a.5.5 0 0 0 .44-.74z",
    ),
    "settings": ("M3.5 7h9M18.5 7h2M3.5 17h2M11.5 17h9", circle(15.5, 7, 2.75), circle(8.5, 17, 2.75)),
    "folder": (
        "M3 17V7a2.5 2.5 0 0 1 2.5-2.5h3.1a2 2 0 0 1 1.5.7l1.3 1.6h7.1A2.5 2.5 0 0 1 21 9.3"
        "V17a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 3 17z",
    ),
    "theme-light": (circle(12, 12, 3.9), rays(12, 12, 7, 9)),
    "theme-dark": ("M20.3 14.3A8.5 8.5 0 0 1 9.7 3.7a8.5 8.5 0 1 0 10.6 10.6z",),
    "warning": (
        "M10.4 4.2L2.9 17.3a1.85 1.85 0 0 0 1.6 2.7h15a1.85 1.85 0 0 0 1.6-2.7L13.6 4.2a1.85 1.85 0 0 0-3.2 0z",
        "M12 9.3v4",
        dots((12, 16.5)),
    ),
    "info": (circle(12, 12, 9), "M12 11.2v5.1", dots((12, 7.8))),
    "check": ("M4.5 12.7l4.9 4.8L19.5 7",),
    "refresh": (
        "M20 11.2a8.1 8.1 0 0 0-14.6-3.9L3.6 9.6",
        "M3.6 4.7v4.9h4.9",
        "M4 12.8a8.1 8.1 0 0 0 14.6 3.9l1.8-2.3",
        "M20.4 19.3v-4.9h-4.9",
    ),
    "matte": (
        circle(12, 8.6, 3.4),
        "M5.6 20.5c.3-4 2.9-6 6.4-6s6.1 2 6.4 6",
        "M2.75 6V4.75a2 2 0 0 1 2-2H6M18 2.75h1.25a2 2 0 0 1 2 2V6",
    ),
    "play": ("M7 5.4v13.2a1 1 0 0 0 1.5.86l11-6.6a1 1 0 0 0 0-1.72l-11-6.6A1 1 0 0 0 7 5.4z",),
    "pause": (rounded(5.75, 4.75, 4, 14.5, 1.25), rounded(14.25, 4.75, 4, 14.5, 1.25)),
    "keyboard": (
        rounded(2.5, 5.5, 19, 13, 2.75),
        dots(
            (6.5, 9.5),
            (10.15, 9.5),
            (13.85, 9.5),
            (17.5, 9.5),
            (6.5, 12.4),
            (10.15, 12.4),
            (13.85, 12.4),
            (17.5, 12.4),
        ),
        "M8.5 15.4h7",
    ),
    "help": (circle(12, 12, 9), "M9.4 9.5a2.65 2.65 0 0 1 5.2.7c0 1.8-2.6 2.2-2.6 3.9", dots((12, 16.9))),
    "eye": ("M2.4 12S5.8 5.5 12 5.5 21.6 12 21.6 12 18.2 18.5 12 18.5 2.4 12 2.4 12z", circle(12, 12, 2.9)),
    "microphone": (
        rounded(9, 2.75, 6, 11.5, 3),
        "M5.5 11.2a6.5 6.5 0 0 0 13 0",
        "M12 17.7v3.5M8.75 21.2h6.5",
    ),
    "microphone-off": (
        "M3.5 3.5l17 17",
        "M9.2 4.6a3 3 0 0 1 5.8 1.15v4.9",
        "M14.2 13.2a3 3 0 0 1 -5.2 -1.95v-2.4",
        "M5.5 11.2a6.5 6.5 0 0 0 10.9 4.8M18.5 11.2a6.5 6.5 0 0 1 -.9 3.3",
        "M12 17.7v3.5M8.75 21.2h6.5",
    ),
    "broadcast": (
        circle(12, 12, 2.4),
        "M8.1 15.9a5.5 5.5 0 0 1 0-7.8M15.9 8.1a5.5 5.5 0 0 1 0 7.8",
        "M5.3 18.7a9.5 9.5 0 0 1 0-13.4M18.7 5.3a9.5 9.5 0 0 1 0 13.4",
    ),
    "close": ("M6 6l12 12M18 6L6 18",),
    "split": (
        "M12 2.75v18.5",
        "M9 5H5.75A2.75 2.75 0 0 0 3 7.75v8.5A2.75 2.75 0 0 0 5.75 19H9",
        "M15 5h3.25A2.75 2.75 0 0 1 21 7.75v8.5A2.75 2.75 0 0 1 18.25 19H15",
        dots((17, 9.5), (17, 12), (17, 14.5)),
    ),
    "xray": (
        "M3 8V6a3 3 0 0 1 3-3h2M16 3h2a3 3 0 0 1 3 3v2M21 16v2a3 3 0 0 1-3 3h-2M8 21H6a3 3 0 0 1-3-3v-2",
        circle(12, 9.2, 2.4),
        "M7.4 17.2c.3-2.7 2.1-4 4.6-4s4.3 1.3 4.6 4",
    ),
    "brush": (
        "M20.3 3.7a1.9 1.9 0 0 0-2.7 0l-7.9 8.7 1.9 1.9 8.7-7.9a1.9 1.9 0 0 0 0-2.7z",
        "M8.6 13.4a3.2 3.2 0 0 0-3.3 3.2c0 1.7-1 2.4-2.3 2.7 1 1.1 2.5 1.6 4 1.6a4.2 4.2 0 0 0 4.3-4.2",
    ),
    "shield": ("M12 3l7 2.6v5.3c0 4.5-2.9 8.2-7 10.1-4.1-1.9-7-5.6-7-10.1V5.6z", "M8.8 11.9l2.3 2.3 4.2-4.4"),
    "eye-off": (
        "M3.5 3.5l17 17",
        "M6.5 7.2C3.8 9 2.4 12 2.4 12s3.4 6.5 9.6 6.5c1.9 0 3.5-.6 4.9-1.4",
        "M9.9 5.7c.7-.1 1.4-.2 2.1-.2 6.2 0 9.6 6.5 9.6 6.5s-.8 1.6-2.4 3.2",
        "M9.9 9.9a2.9 2.9 0 0 0 4.1 4.1",
    ),
    "eraser": ("M8.4 20L3.6 15.2a2 2 0 0 1 0-2.8l8.8-8.8a2 2 0 0 1 2.8 0l5 5a2 2 0 0 1 0 2.8L11.6 20z",
               "M8 8.2l7.6 7.6M11.6 20H20"),
    "undo": ("M8.5 4.5L4 9l4.5 4.5", "M4 9h10.2a5.3 5.3 0 0 1 0 10.6H9"),
    "redo": ("M15.5 4.5L20 9l-4.5 4.5", "M20 9H9.8a5.3 5.3 0 0 0 0 10.6H15"),
}

APP_ICON = """<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">
  <defs>
    <linearGradient id="tile" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#263149"/>
      <stop offset="1" stop-color="#131927"/>
    </linearGradient>
    <linearGradient id="sheet" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="#7fb0ff"/>
      <stop offset="1" stop-color="#2f6ff0"/>
    </linearGradient>
    <linearGradient id="person" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#ffffff"/>
      <stop offset="1" stop-color="#dfe8f8"/>
    </linearGradient>
  </defs>
  <rect x="24" y="24" width="464" height="464" rx="108" fill="url(#tile)"/>
  <g transform="rotate(-9 256 232)">
    <rect x="98" y="88" width="316" height="276" rx="32" fill="url(#sheet)"/>
    <circle cx="350" cy="152" r="26" fill="#ffffff" fill-opacity="0.6"/>
  </g>
  <path d="M128 488c2-96 56-150 128-150s126 54 128 150z" fill="#161d2c"/>
  <circle cx="256" cy="246" r="93" fill="#161d2c"/>
  <path d="M148 488c3-80 46-127 108-127s105 47 108 127z" fill="url(#person)"/>
  <circle cx="256" cy="246" r="74" fill="url(#person)"/>
</svg>
"""


def write_svgs() -> None:
    ICONS.mkdir(exist_ok=True)
    for name, paths in LINES.items():
        body = "".join(f'<path d="{path}"/>' for path in paths)
        (ICONS / f"{name}.svg").write_text(f"{HEAD}{body}</svg>\n", encoding="utf-8")
    (ICONS / "backdrop.svg").write_text(APP_ICON, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", type=Path, help="also draw all icons on one picture, to look at")
    options = parser.parse_args()
    write_svgs()
    import icon_rasters  # Qt and Pillow are needed for the pixels only

    icon_rasters.write_app_icon(ICONS)
    if options.sheet:
        icon_rasters.contact_sheet(ICONS, list(LINES), options.sheet)


if __name__ == "__main__":
    main()
