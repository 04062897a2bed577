"""Makes OpenCV for the bundle from its source package, once: make opencv.

Its wheel contains what a bundle must not contain (docs/decisions/0029). --key prints what the result
depends on, for a cache.
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from contents import EXCLUDED
from from_source.making import made
from from_source.recipe import OPENCV
from from_source.used_names import missing_names, names_used

from app.errors import AppError

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--key", action="store_true", help="only print what the result depends on")
    if parser.parse_args().key:
        print(OPENCV.key)
        return 0
    try:
        print(opencv())
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_status
    return 0


def opencv() -> Path:
    """The folder that the bundle takes cv2 from, made if it is not there.

    Raises:
        AppError: it cannot be made, or lacks what Backdrop calls.
    """
    folder = made(OPENCV)
    missing = missing_names("cv2", folder, names_used("cv2", bundled_sources()))
    if missing:
        raise AppError(f"OpenCV as made lacks {', '.join(missing)}, which Backdrop calls",
                       "Add its module to packaging/from_source/recipe.py.", failed_running=True)
    return folder


def bundled_sources() -> list[Path]:
    """The modules of ours that a bundle contains."""
    out = [ROOT / name.replace(".", "/") for name in EXCLUDED]
    files = [path for folder in ("app", "sinet_core") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in files if not any(path.with_suffix("").is_relative_to(place) for place in out)]


if __name__ == "__main__":
    sys.exit(main())
