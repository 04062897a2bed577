"""summary: prints the rows of the paper's Table 2."""
from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from typing import get_args

from sinet_core.commands.common import parse_size
from sinet_core.network.config import PAPER, Gate

GATES = get_args(Gate)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=parse_size, default=(224, 224), help="HEIGHTxWIDTH of the input")
    parser.add_argument("--gate", choices=GATES, default="block", help="the decoder: block, or a rival in Table 4")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    from sinet_core.network.summary import count_parameters, summarise

    config = replace(PAPER, gate=args.gate)
    rows = summarise(config, args.size)
    parameters, macs = count_parameters(config), sum(row.macs for row in rows)
    print(f"SINet, {args.size[0]}x{args.size[1]}, {PAPER.classes} classes (Park et al., WACV 2020, Table 2)\n")
    print(f"{'box':20} {'kind':26} {'output':>14} {'parameters':>11} {'multiply-adds':>14}")
    for row in rows:
        channels, height, width = row.output
        output = f"{channels}x{height}x{width}"
        print(f"{row.name:20} {row.kind:26} {output:>14} {row.parameters:>11,} {row.macs:>14,}")
    print(f"\n{parameters:,} parameters, {macs / 1e9:.3f} G multiply-adds")
    if args.json:
        print(json.dumps({"parameters": parameters, "macs": macs, "rows": [asdict(row) for row in rows]}))
    return 0
