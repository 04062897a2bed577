"""Makes the libraries for the bundle that are not taken from their wheels, once: make libraries.

Why, is in docs/decisions/0010 and 0029. --key prints what the results depend on, for a cache.
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from contents import EXCLUDED
from from_source.making import made
from from_source.recipe import LIBRARIES, Recipe
from from_source.used_names import missing_names, names_used

from app.errors import AppError

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--key", action="store_true", help="only print what the results depend on")
    if parser.parse_args().key:
        print("+".join(recipe.key for recipe in LIBRARIES))
        return 0
    try:
        for folder in libraries():
            print(folder)
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_status
    return 0


def libraries() -> list[Path]:
    """The folders that the bundle takes these libraries from, made if they are not there.

    Raises:
        AppError: one cannot be made, or lacks what Backdrop calls.
    """
    return [library(recipe) for recipe in LIBRARIES]


def library(recipe: Recipe) -> Path:
    folder = made(recipe)
    missing = missing_names(recipe.module, folder, names_used(recipe.module, bundled_sources()))
    if missing:
        raise AppError(f"{recipe.title} as made lacks {', '.join(missing)}, which Backdrop calls",
                       "Change its recipe in packaging/from_source/recipe.py.", failed_running=True)
    return folder


def bundled_sources() -> list[Path]:
    """The modules of ours that a bundle contains."""
    out = [ROOT / name.replace(".", "/") for name in EXCLUDED]
    files = [path for folder in ("app", "sinet_core") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in files if not any(path.with_suffix("").is_relative_to(place) for place in out)]


if __name__ == "__main__":
    sys.exit(main())
