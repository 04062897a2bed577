"""The answer of every command: with --json, the last line on stdout is one JSON object."""
from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping


def add_json_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")


def print_json(answer: Mapping[str, object]) -> None:
    """Prints in ASCII, which every console and pipe supports."""
    print(json.dumps(answer, allow_nan=False), flush=True)
