"""explain: draws what the decoder lets in and how sure the network is, as in the paper's Figures 4 and 7."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands.common import parse_size
from sinet_core.commands.outputs import PICTURES, output_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image", type=Path, metavar="IMAGE", help="a picture")
    parser.add_argument("-o", "--out", type=output_file(*PICTURES), required=True, metavar="SHEET.png")
    parser.add_argument("--weights", type=Path, metavar="FILE", help=".pt or .pth; default: the shipped weights")
    held = "weights trained without information blocking; default: --weights with the gate held open"
    parser.add_argument("--without", type=Path, metavar="FILE", help=held)
    parser.add_argument("--size", type=parse_size, default=(224, 224), help="HEIGHTxWIDTH of the input")


def run(args: argparse.Namespace) -> int:
    import cv2
    import numpy as np

    from sinet_core.errors import DataError
    from sinet_core.inference.engines.torch import TorchSegmenter
    from sinet_core.inference.segmenter import WEIGHTS
    from sinet_core.network.build import load_checkpoint
    from sinet_core.paper.explain_sheet import explain, explain_sheet, without_blocking
    from sinet_core.sheet_file import write_sheet

    image = cv2.imread(str(args.image), cv2.IMREAD_COLOR)
    if image is None:
        raise DataError(f"Cannot read picture '{args.image}'", "It is missing, damaged or not a picture.")
    checkpoint = load_checkpoint(args.weights or WEIGHTS / "sinet.pt")
    try:
        other = load_checkpoint(args.without) if args.without else without_blocking(checkpoint)
    except ValueError as error:
        raise DataError(f"Nothing to compare with: {error}", "Give weights with --without FILE.") from error
    names = {
        "with information blocking": checkpoint,
        "trained without it" if args.without else "the same weights with the gate held open": other,
    }
    frame = np.asarray(image, np.uint8)
    panels = [
        explain(name, TorchSegmenter(weights, args.size), frame, blocks=weights.config.gate == "block")
        for name, weights in names.items()
    ]
    write_sheet(explain_sheet(frame, panels), args.out)
    print(f"{args.out}: {' and '.join(names)}")
    return 0
