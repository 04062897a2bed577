"""generate: training data as in section 3.4 of the paper.

Labels raw pictures with heavier networks (--teacher), cuts portraits out of pictures with masks (--crop), says how to
open the window for accepting and rejecting labels (--review), and draws the doubtful ones on one sheet (--sheet).
"""
from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from sinet_core.commands.common import open_any, parse_positive, parse_weighted
from sinet_core.commands.outputs import PICTURES, output_file, output_folder
from sinet_core.errors import DataError

EXAMPLES = {
    "label": "generate --images DIR --teacher FILE.onnx [--teacher FILE.onnx=WEIGHT] --out DIR",
    "crop": "generate --crop --images DIR --masks DIR --out DIR",
    "sheet": "generate --sheet DIR -o sheet.png",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--crop", action="store_true", help="portraits around the faces of pictures with masks")
    what.add_argument("--review", type=Path, metavar="DIR", help="how to accept or reject each label in DIR")
    what.add_argument("--sheet", type=Path, metavar="DIR", help="the most doubtful labels of DIR as one picture")
    parser.add_argument("--images", type=Path, metavar="DIR", help="the pictures; DIR remembers them for --review")
    parser.add_argument("--masks", type=Path, metavar="DIR", help="for --crop: PNG of the same base names")
    parser.add_argument("--teacher", type=parse_weighted, action="append", metavar="FILE[=WEIGHT]",
                        help="a network, and how much it counts (1); repeatable")
    parser.add_argument("-o", "--out", metavar="DIR", help="gets masks/ and so on; the file of --sheet")
    parser.add_argument("--count", type=parse_positive, default=100, metavar="N", help="for --sheet: how many")


def run(args: argparse.Namespace) -> int:
    if args.review:
        return _review(args.review, args.images)
    if args.sheet:
        return _sheet(args)
    return _crop(args) if args.crop else _label(args)


def _label(args: argparse.Namespace) -> int:
    from sinet_core.datagen.pseudo_labels import label_folder
    from sinet_core.datagen.teachers import Ensemble

    _need(args, "label", "images", "teacher", "out")
    out = output_folder(args.out)
    teachers = [open_any(path, "auto", (224, 224), 1) for path, _ in args.teacher]
    path = label_folder(args.images, out, Ensemble(teachers, weights=[weight for _, weight in args.teacher]))
    print(f"{path}: the pictures by agreement of {len(teachers)} networks, doubtful ones first")
    return 0


def _crop(args: argparse.Namespace) -> int:
    from sinet_core.datagen.crop import crop_folder
    from sinet_core.datagen.faces import DlibFaces

    _need(args, "crop", "images", "masks", "out")
    out = output_folder(args.out)
    count = crop_folder(args.images, args.masks, out, DlibFaces())
    print(f"{out}: {count} portraits with masks")
    return 0


def _sheet(args: argparse.Namespace) -> int:
    from sinet_core.datagen.label_set import read_labels
    from sinet_core.datagen.review import FILE, read_decisions
    from sinet_core.datagen.sheet import write_sheet

    _need(args, "sheet", "out")
    out = output_file(*PICTURES)(args.out)
    labels = read_labels(args.sheet, args.images)[: args.count]
    write_sheet(labels, read_decisions(args.sheet / FILE), out)
    print(f"{out}: {len(labels)} labels, the most doubtful first")
    return 0


def _review(folder: Path, images: Path | None) -> int:
    """The window has Qt, so the core only says how to start it."""
    where = [str(folder)] if images is None else [str(folder), "--images", str(images)]
    print(f"The window starts with: {shlex.join(['python', '-m', 'app.review', *where])}")
    return 0


def _need(args: argparse.Namespace, mode: str, *names: str) -> None:
    missing = [f"--{name}" for name in names if not getattr(args, name)]
    if missing:
        raise DataError(f"generate needs {' and '.join(missing)}", f"For example: {EXAMPLES[mode]}")
