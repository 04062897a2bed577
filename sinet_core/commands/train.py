"""train: trains weights from a recipe and pictures; resumes where it was stopped."""
from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

from sinet_core.commands.common import parse_number, parse_positive
from sinet_core.commands.outputs import output_folder
from sinet_core.errors import DataError

DEVICES = ("cpu", "cuda")
PRECISIONS = ("fp32", "bf16")
WIDTHS = (1.0, 1.5)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--recipe", required=True, help="paper, webcam or a TOML file")
    parser.add_argument("--data", type=Path, metavar="DIR",
                        help="parent of the recipe's folders; not needed with a finished --cache")
    parser.add_argument("--labels", type=Path, metavar="DIR", help="folder of the soft labels that 'generate' wrote")
    parser.add_argument("--out", type=output_folder, required=True, metavar="DIR", help="for best.pt, log.csv ...")
    parser.add_argument("--cache", type=output_folder, metavar="DIR", help="for shrunk pictures; default: OUT/cache")
    parser.add_argument("--resume", action="store_true", help="continue from OUT/latest.pt")
    # Not --start, which torchrun would take for its own --start-method.
    parser.add_argument("--init", type=Path, metavar="FILE", help="start from these weights, in our format")
    parser.add_argument("--width", type=float, choices=WIDTHS, help="of the network, instead of the recipe's")
    parser.add_argument("--device", choices=DEVICES, default="cpu", help="cuda uses one GPU per process")
    parser.add_argument("--precision", choices=PRECISIONS, default="fp32", help="precision of a step's arithmetic")
    parser.add_argument("--threads", type=parse_number, default=0, help="0: all")
    parser.add_argument("--workers", type=parse_number, default=2, help="processes that prepare pictures")
    parser.add_argument("--steps", type=parse_positive, metavar="N", help="stop after N steps")
    parser.add_argument("--no-compile", action="store_true", help="skip torch.compile: slower, but starts at once")


def run(args: argparse.Namespace) -> int:
    import torch
    import torch.distributed as dist

    from sinet_core.network.build import load_checkpoint
    from sinet_core.training.data.cache import build_cache, finished_cache
    from sinet_core.training.loop import Run
    from sinet_core.training.place import find_place, on_every_machine
    from sinet_core.training.recipe import load_recipe

    recipe = load_recipe(args.recipe)
    recipe = replace(recipe, width=args.width or recipe.width)
    if not args.resume and (args.out / "latest.pt").is_file():
        raise DataError(f"'{args.out}' already holds a training", "Continue it with --resume, or choose another --out.")
    if args.threads:
        torch.set_num_threads(args.threads)
    place = find_place(args.device, args.precision, int(os.environ.get("LOCAL_RANK", "0")))
    if "WORLD_SIZE" in os.environ:
        dist.init_process_group(place.backend)
    cache = args.cache or args.out / "cache"
    if args.data:
        on_every_machine(lambda: build_cache(recipe, args.data, args.labels, cache))
    else:
        finished_cache(recipe, cache)
    training = Run(recipe, cache, args.out, workers=args.workers, compiled=not args.no_compile, place=place)
    if args.init:
        training.start_from(load_checkpoint(args.init))
    if args.resume:
        print("resumed" if training.resume() else "nothing to resume, starting from scratch", flush=True)
    training.train(args.steps)
    if dist.is_initialized():
        dist.destroy_process_group()
    return 0
