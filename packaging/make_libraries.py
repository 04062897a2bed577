"""Makes OpenCV and numpy for the bundle from their source packages, once: make libraries.

As wheels they bring what a bundle must not contain, or does not need (docs/decisions/0010, 0029).
--key prints what the result depends on, for a cache.
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from contents import EXCLUDED
from from_source.making import made
from from_source.recipe import OPENCV, RECIPES
from from_source.used_names import missing_names, names_used

from app.errors import AppError

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--key", action="store_true", help="only print what the result depends on")
    if parser.parse_args().key:
        print(",".join(recipe.key for recipe in RECIPES))
        return 0
    try:
        for folder in libraries():
            print(folder)
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_status
    return 0


def libraries() -> list[Path]:
    """The folders that the bundle takes its libraries from, made if they are not there.

    Raises:
        AppError: one cannot be made, or lacks what Backdrop calls.
    """
    folders = [made(recipe) for recipe in RECIPES]
    missing = missing_names("cv2", folders[RECIPES.index(OPENCV)], names_used("cv2", bundled_sources()))
    if missing:
        raise AppError(f"OpenCV as made lacks {', '.join(missing)}, which Backdrop calls",
                       "Add its module to packaging/from_source/recipe.py.", failed_running=True)
    return folders


def bundled_sources() -> list[Path]:
    """The modules of ours that a bundle contains."""
    out = tuple(ROOT / name.replace(".", "/") for name in EXCLUDED)
    files = [path for folder in ("app", "sinet_core") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in files if not any(path.is_relative_to(folder) for folder in out)]


if __name__ == "__main__":
    sys.exit(main())
