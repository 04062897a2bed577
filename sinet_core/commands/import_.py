"""import: converts the paper authors' checkpoint (or one trained with their code) to our format."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands.outputs import output_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", type=Path, metavar="FILE.pth")
    parser.add_argument("-o", "--out", type=output_file(".pt"), required=True, metavar="FILE.pt")


def run(args: argparse.Namespace) -> int:
    from sinet_core.network.build import load_checkpoint, save_checkpoint
    from sinet_core.network.summary import count_parameters

    checkpoint = load_checkpoint(args.input)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    save_checkpoint(checkpoint, args.out)
    values = count_parameters(checkpoint.config)
    print(f"{args.out}: SINet with {values:,} parameters, {checkpoint.config.classes} classes")
    return 0
