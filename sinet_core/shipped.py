"""Finds files shipped with the program, inside a package or beside it in a checkout."""
from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def shipped_folder(package: str, name: str) -> Path:
    """The folder `name` of a package's data.

    A wheel and a bundle have it inside the package (setup.py maps it there); a checkout has it at the top level, beside
    the package. If it is missing, the path in the checkout is returned, for messages that name it.
    """
    spec = find_spec(package)  # importlib.resources would take 5 ms to load
    assert spec is not None, package
    assert spec.submodule_search_locations, package
    inside = Path(spec.submodule_search_locations[0]) / name
    return inside if inside.is_dir() else inside.parents[1] / name
