"""average: averages several weights of one network, and measures the result on held-out pictures."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands.common import parse_weighted
from sinet_core.commands.outputs import output_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("weights", type=parse_weighted, nargs="+", metavar="FILE[=SHARE]",
                        help="weights of ours, and how much they count (1)")
    parser.add_argument("-o", "--out", type=output_file(".pt"), required=True, metavar="FILE.pt")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="of a training: measure on what it held out")
    parser.add_argument("--recipe", default="hands", help="with --cache: that training's, for its sizes of the input")


def run(args: argparse.Namespace) -> int:
    from sinet_core.network.averaging import average
    from sinet_core.network.build import build_network, load_checkpoint, save_checkpoint

    checkpoint = average([load_checkpoint(path) for path, _ in args.weights], [share for _, share in args.weights])
    save_checkpoint(checkpoint, args.out)
    print(f"{args.out}: {' + '.join(f'{share:g} {path.name}' for path, share in args.weights)}")
    if args.cache:
        from sinet_core.training.recipe import load_recipe
        from sinet_core.training.validation import Validation

        sizes = [size for stage in load_recipe(args.recipe).stages for size in stage.sizes]
        found = Validation(args.cache, sizes).measure(build_network(checkpoint))
        sets = ", ".join(f"{name} {miou:.2f}" for name, miou in found.sets.items())
        print(f"mIoU {found.miou:.2f}, rooms {found.rooms:.2f} % on pictures held out ({sets})")
    return 0
