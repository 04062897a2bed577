"""pack: splits a training's cache into parts of limited size, and restores it from them."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands.common import parse_positive
from sinet_core.commands.outputs import output_folder
from sinet_core.errors import DataError

MIB = 1 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the --cache of a training; with --unpack, the parts")
    parser.add_argument("-o", "--out", type=output_folder, required=True, metavar="DIR")
    parser.add_argument("--part", type=parse_positive, default=60, metavar="MIB", help="largest part (60)")
    parser.add_argument("--unpack", action="store_true", help="make the cache again; train then needs no --data")


def run(args: argparse.Namespace) -> int:
    from sinet_core.training.data.parcels import pack_cache, unpack_cache

    if args.unpack:
        parts = sorted(args.folder.glob("part-*.tar"))
        if not parts:
            raise DataError(f"There are no parts of a cache in '{args.folder}'", "Give the folder that pack wrote.")
        print(f"{args.out}: {unpack_cache(parts, args.out)} pictures")
        return 0
    parts = pack_cache(args.folder, args.out, args.part * MIB)
    size = sum(part.stat().st_size for part in parts) / MIB
    print(f"{args.out}: {len(parts)} part{'s' if len(parts) > 1 else ''}, {size:.0f} MiB")
    return 0
