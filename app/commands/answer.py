"""How every command answers: with --json, the last line on stdout is one JSON object."""
from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any


def add_json_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")


def print_json(answer: Mapping[str, object]) -> None:
    """Prints in ASCII, which every console and pipe supports."""
    print(json.dumps(answer, allow_nan=False), flush=True)


def print_report(report: Any, line: str, *, as_json: bool) -> None:
    """Prints what became of a file: its warnings on stderr, then one JSON object or "OUTPUT: line".

    report: a dataclass with output (a path) and warnings.
    """
    for warning in report.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if as_json:
        print_json({**asdict(report), "output": str(report.output)})
    else:
        print(f"{report.output}: {line}")
