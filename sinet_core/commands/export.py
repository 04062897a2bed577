"""export: a checkpoint as the one ONNX file that the app loads."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands.outputs import output_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=Path, metavar="FILE", help=".pt or .pth; default: the shipped weights")
    parser.add_argument("-o", "--out", type=output_file(".onnx"), required=True, metavar="FILE.onnx")


def run(args: argparse.Namespace) -> int:
    from sinet_core.inference.segmenter import WEIGHTS
    from sinet_core.network.build import load_checkpoint
    from sinet_core.network.export import export_onnx

    checkpoint = load_checkpoint(args.weights or WEIGHTS / "sinet.pt")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    export_onnx(checkpoint, args.out)
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")
    return 0
