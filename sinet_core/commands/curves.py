"""curves: plots loss, learning rate and mIoU of a training."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands.outputs import PICTURES, output_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("log", type=Path, metavar="LOG.csv", help="the log.csv of a run")
    parser.add_argument("-o", "--out", type=output_file(*PICTURES), required=True, metavar="FILE.png")
    parser.add_argument("--recipe", default="webcam", help="paper, webcam or a file; tells the pictures per step")


def run(args: argparse.Namespace) -> int:
    from sinet_core.sheet_file import write_sheet
    from sinet_core.training.curve_sheet import curve_sheet
    from sinet_core.training.progress_log import read_curves
    from sinet_core.training.recipe import load_recipe

    curves = read_curves(args.log, [stage.batch for stage in load_recipe(args.recipe).stages])
    write_sheet(curve_sheet(curves), args.out)
    last = max((pictures for pictures, _ in (*curves.loss, *curves.miou)), default=0.0)
    print(f"{args.out}: {last:,.0f} pictures seen")
    return 0
