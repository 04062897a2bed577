"""table: makes a table of the SINet paper, with our figures beside the published ones."""
from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sinet_core.commands.common import parse_number, parse_positive, parse_size
from sinet_core.commands.outputs import output_file, output_folder

if TYPE_CHECKING:
    from sinet_core.paper.plan import Plan
    from sinet_core.paper.tables import Table

ROUNDS = 15
PRINTED = Path()  # stands for the file when --markdown has none


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, choices=(1, 3, 4, 5, 6, 7), help="its number in the paper")
    parser.add_argument("--runs", type=output_folder, metavar="DIR", help="the trainings: DIR/table3 to DIR/table6")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    where = "print Markdown, or write it to FILE, between its marks if there are any"
    parser.add_argument("--markdown", nargs="?", const=PRINTED, type=output_file(), metavar="FILE", help=where)
    parser.add_argument("--rounds", type=parse_number, default=ROUNDS, metavar="N", help="rounds of timing; 0 for none")
    parser.add_argument("--engine", action="append", choices=("torch", "openvino", "onnxruntime"), help="of Table 1")
    training = parser.add_argument_group("train what a table compares; resumes where it was stopped")
    what = "train what is missing in --runs on DATA/eg1800; Table 6: on Cityscapes in DATA"
    training.add_argument("--train", type=Path, metavar="DATA", help=what)
    training.add_argument("--pictures", type=parse_positive, metavar="N", help="per training; default: the table's")
    training.add_argument("--seeds", type=parse_positive, metavar="N", help="the first N of the table's seeds")
    encoder = "weights whose encoder all networks begin with, for Table 4; default: train from scratch"
    training.add_argument("--encoder", type=Path, metavar="FILE", help=encoder)
    training.add_argument("--only", action="append", metavar="NAME", help="only this row; repeatable")
    training.add_argument("--steps", type=parse_positive, metavar="N", help="stop each training after N steps")
    training.add_argument("--size", type=parse_size, metavar="HEIGHTxWIDTH", help="of Table 6's windows, in 128s")
    training.add_argument("--threads", type=parse_positive, default=1, metavar="N")


def run(args: argparse.Namespace) -> int:
    table = _table(args)
    print(table.markdown().rstrip() if args.markdown is PRINTED else "\n".join(table.text()))
    if args.markdown and args.markdown is not PRINTED:
        from sinet_core.paper.page import write_table

        write_table(table, args.markdown)
    if args.json:
        print(json.dumps(table.as_json()))
    return 0


def _table(args: argparse.Namespace) -> Table:
    if args.number == 1:
        from sinet_core.paper.table1 import table1
        from sinet_core.paper.timing import ENGINES

        return table1(args.engine or ENGINES, max(1, args.rounds))
    if args.number == 6:
        return _streets(args)
    if args.number == 7:
        from sinet_core.paper.table6 import table7

        return table7()
    from sinet_core.paper.trained_tables import trained_table

    plan = _plan(args)
    runs = args.runs / f"table{args.number}" if args.runs else None
    if args.train:
        _train(plan, args, runs)
    return trained_table(args.number, plan, runs, rounds=args.rounds)


def _plan(args: argparse.Namespace) -> Plan:
    from sinet_core.errors import DataError
    from sinet_core.paper.plan import TrainedEncoder, load_plan

    plan = load_plan(args.number)
    names = [variant.name for variant in plan.variants]
    unknown = [name for name in args.only or () if name not in names]
    if unknown:
        raise DataError(f"Table {args.number} has no row '{unknown[0]}'", f"Choose from {', '.join(names)}.")
    variants = tuple(v for v in plan.variants if not args.only or v.name in args.only)
    seeds = plan.seeds[: args.seeds] if args.seeds else plan.seeds
    encoder = TrainedEncoder.load(args.encoder) if args.encoder else None
    return replace(plan, variants=variants, seeds=seeds, pictures=args.pictures or plan.pictures, encoder=encoder)


def _train(plan: Plan, args: argparse.Namespace, runs: Path | None) -> None:
    import torch

    from sinet_core.errors import DataError
    from sinet_core.paper.trained_tables import trials
    from sinet_core.paper.trial import measure, train
    from sinet_core.training.data.cache import build_cache

    if runs is None:
        raise DataError("No folder for the trainings", "Give a folder with --runs DIR.")
    if not (args.train / "eg1800" / "train.txt").is_file():
        raise DataError(f"No EG1800 in '{args.train}'", "Give the folder with eg1800/images, masks and train.txt.")
    torch.set_num_threads(args.threads)
    cache = args.runs / "cache"
    build_cache(plan.recipe(1), args.train, None, cache)
    for trial in trials(plan, runs):
        if trial.scores() is not None:
            continue
        print(f"{trial.folder}: {trial.done():,} of {plan.pictures:,} pictures seen", flush=True)
        if train(trial, cache, args.steps):
            measure(trial, args.train / "eg1800")


def _streets(args: argparse.Namespace) -> Table:
    """Makes Table 6; with --train, trains first and adds the result on the val pictures below the table."""
    from sinet_core.errors import DataError
    from sinet_core.paper.table6 import table6

    if not args.train:
        return table6()
    import torch

    from sinet_core.paper.streets.dataset import find_scenes
    from sinet_core.paper.streets.recipe import load_street_recipe
    from sinet_core.paper.streets.training import StreetRun, measure_streets

    if args.runs is None:
        raise DataError("No folder for the trainings", "Give a folder with --runs DIR.")
    torch.set_num_threads(args.threads)
    recipe = load_street_recipe()
    recipe = replace(recipe, pictures=args.pictures or recipe.pictures, size=args.size or recipe.size)
    training = StreetRun(recipe, args.train, args.runs / "table6")
    training.train(args.steps)
    found = measure_streets(training.network, find_scenes(args.train, "val"), recipe.size)
    return table6(found, f"{training.step * recipe.batch:,} pictures at {recipe.size[0]}x{recipe.size[1]}")
