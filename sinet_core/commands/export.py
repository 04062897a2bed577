"""export: writes a checkpoint as the ONNX file that the app loads, or for phones."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands.common import parse_size
from sinet_core.commands.outputs import output_file

APP = "app"
PHONES = ("coreml", "litert", "onnx", "ncnn")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=Path, metavar="FILE", help=".pt or .pth; default: the shipped weights")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--format", choices=(APP, *PHONES), default=APP, help="app: for Backdrop; the rest: for phones")
    sizes = "HEIGHTxWIDTH of a phone's input; repeatable if the format supports several; default: 192x320"
    parser.add_argument("--size", type=parse_size, action="append", help=sizes)
    parser.add_argument("--order", choices=("rgb", "bgr"), default="rgb", help="order of a phone's channels")


def run(args: argparse.Namespace) -> int:
    from sinet_core.errors import DataError
    from sinet_core.inference.segmenter import WEIGHTS
    from sinet_core.network.build import load_checkpoint
    from sinet_core.network.export import export_onnx
    from sinet_core.network.phone import phone_network
    from sinet_core.network.phone_formats import write_phone

    if args.format == APP:
        output_file(".onnx")(str(args.out))
    checkpoint = load_checkpoint(args.weights or WEIGHTS / "sinet.pt")
    if args.format == APP:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        export_onnx(checkpoint, args.out)
    else:
        try:
            network = phone_network(checkpoint, args.order)
        except ValueError as error:
            raise DataError(f"These weights cannot be exported for phones: {error}", "Use SINet's own.") from error
        write_phone(network, args.out, args.format, args.size or [(192, 320)])
    files = [args.out] if args.out.is_file() else [path for path in args.out.rglob("*") if path.is_file()]
    print(f"{args.out}: {sum(path.stat().st_size for path in files):,} bytes")
    return 0
