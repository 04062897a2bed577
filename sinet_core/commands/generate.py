"""generate: soft labels for raw pictures by one network or several (section 3.4 of the paper, case 2)."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands.common import open_any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help="raw pictures")
    parser.add_argument("--teacher", type=Path, action="append", required=True, metavar="FILE", help="repeatable")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="gets masks/ and agreement.csv")


def run(args: argparse.Namespace) -> int:
    from sinet_core.datagen.pseudo_labels import label_folder
    from sinet_core.datagen.teachers import Ensemble

    teachers = [open_any(path, "openvino", (224, 224), 1) for path in args.teacher]
    path = label_folder(args.images, args.out, Ensemble(teachers))
    print(f"{path}: the pictures by agreement of {len(teachers)} networks, doubtful ones first")
    return 0
