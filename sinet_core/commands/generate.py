"""generate: training data as in section 3.4 of the paper.

Labels raw pictures with heavier networks (--teacher), crops portraits out of pictures with masks (--crop), says how to
open the review window (--review), and draws the most doubtful labels on one sheet (--sheet).
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
    what.add_argument("--crop", action="store_true", help="crop portraits around faces from pictures with masks")
    what.add_argument("--review", type=Path, metavar="DIR", help="say how to accept or reject each label in DIR")
    what.add_argument("--sheet", type=Path, metavar="DIR", help="draw the most doubtful labels of DIR as one picture")
    parser.add_argument("--images", type=Path, metavar="DIR", help="the pictures; --review finds them again")
    parser.add_argument("--masks", type=Path, metavar="DIR", help="for --crop: PNGs with the same base names")
    parser.add_argument("--teacher", type=parse_weighted, action="append", metavar="FILE[=WEIGHT]",
                        help="a labelling network and its weight in the mean (1); repeatable")
    parser.add_argument("--boxes", type=Path, metavar="DIR",
                        help="NAME.txt with the boxes around everybody (YOLO): score each label by those")
    parser.add_argument("-o", "--out", metavar="DIR", help="folder for masks/ and the rest, or the file of --sheet")
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
    ensemble = Ensemble(teachers, weights=[weight for _, weight in args.teacher])
    path = label_folder(args.images, out, ensemble, boxes=args.boxes)
    whose = "with the boxes" if args.boxes else f"of {len(teachers)} networks"
    print(f"{path}: the pictures by agreement {whose}, most doubtful first")
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
    from sinet_core.datagen.sheet import contact_sheet
    from sinet_core.sheet_file import write_sheet

    _need(args, "sheet", "out")
    out = output_file(*PICTURES)(args.out)
    labels = read_labels(args.sheet, args.images)[: args.count]
    write_sheet(contact_sheet(labels, read_decisions(args.sheet / FILE)), out)
    print(f"{out}: {len(labels)} labels, the most doubtful first")
    return 0


def _review(folder: Path, images: Path | None) -> int:
    """Says how to start the window; it needs Qt, which the core does not know."""
    where = [str(folder)] if images is None else [str(folder), "--images", str(images)]
    print(f"Start the window with: {shlex.join(['python', '-m', 'app.review', *where])}")
    return 0


def _need(args: argparse.Namespace, mode: str, *names: str) -> None:
    missing = [f"--{name}" for name in names if not getattr(args, name)]
    if missing:
        raise DataError(f"generate needs {' and '.join(missing)}", f"For example: {EXAMPLES[mode]}")
