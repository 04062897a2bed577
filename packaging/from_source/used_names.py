"""Checks that a library made with few of its parts has all that Backdrop asks of it."""
from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# Prints the names in its input that a module lacks.
PROBE = """
import importlib, json, sys
from functools import reduce
module = importlib.import_module(sys.argv[1])
def found(name):
    try:
        reduce(getattr, name.split("."), module)
    except AttributeError:
        return False
    return True
print(json.dumps([name for name in json.load(sys.stdin) if not found(name)]))
"""


def missing_names(module: str, site: Path, used: Iterable[str]) -> list[str]:
    """The names that a module, imported from the folder site, does not have.

    Raises:
        subprocess.CalledProcessError: it cannot be imported.
    """
    done = subprocess.run([sys.executable, "-c", PROBE, module], input=json.dumps(sorted(used)), check=True,
                          env={**os.environ, "PYTHONPATH": str(site)}, stdout=subprocess.PIPE, text=True)
    return list(json.loads(done.stdout))


def names_used(module: str, files: Iterable[Path]) -> set[str]:
    """What the files take from a module that they import: "dnn.readNetFromONNX"."""
    found = set()
    for path in files:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        imported = (alias for node in nodes if isinstance(node, ast.Import) for alias in node.names)
        own = {alias.asname or alias.name for alias in imported if alias.name == module}
        chains = (_chain(node) for node in nodes if isinstance(node, ast.Attribute))
        found |= {".".join(chain[1:]) for chain in chains if chain[0] in own}
    return found


def _chain(node: ast.expr) -> list[str]:
    """The names of a.b.c, from the left; [""] in front if it does not begin with a name."""
    if isinstance(node, ast.Attribute):
        return [*_chain(node.value), node.attr]
    return [node.id if isinstance(node, ast.Name) else ""]
