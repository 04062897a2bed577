"""evaluate --data, --held, --webcam and --rooms: networks side by side on still pictures."""
from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sinet_core.arrays import alpha_bytes
from sinet_core.benchmark.framing import Shooting, WebcamSet, make_webcam_set
from sinet_core.benchmark.writing import write_pictures
from sinet_core.commands.common import open_any
from sinet_core.commands.score_table import hands_table, held_table, legend, network_name, slice_table, total_table
from sinet_core.errors import DataError
from sinet_core.inference.looks import Size
from sinet_core.inference.segmenter import Segmenter, shipped_weights
from sinet_core.inference.two_looks import sizes_seen
from sinet_core.training.data.turning import Turning
from sinet_core.training.evaluate import Pair, Score, false_alarm, read_pairs
from sinet_core.training.examine import Result, examine
from sinet_core.training.hands import FILE, Boxes, read_boxes
from sinet_core.training.held_objects import measure_held, read_held_objects

NETWORKS = {".onnx", ".pt", ".pth"}
SHEET_COUNT = 20


def run(args: argparse.Namespace) -> int:
    """Runs the mode that args name: pictures with masks, held objects, synthetic pictures, or empty rooms."""
    if args.webcam_make:
        return _write(args)
    _check_one_task(args)
    own, peers = _open(args)
    if args.held:
        result = _held(own, peers, args)
    else:
        result = _with_masks(own, peers, args) if args.data or args.webcam else _rooms(own, peers, args.rooms)
    sizes = [f"{height}x{width}" for height, width in sizes_seen(own)]
    result |= {"size": sizes[0], "engine": own.name, **({"second_size": sizes[1]} if sizes[1:] else {})}
    if args.json:
        print(json.dumps(result))
    return 0


def webcam_set(args: argparse.Namespace) -> WebcamSet:
    """The synthetic pictures that args describe. Raises DataError if they cannot be made."""
    size = args.frame_size or Shooting.frame_size
    return make_webcam_set(args.keyed, args.cutouts, args.rooms or [], Shooting(args.seed, args.count, size))


def _check_one_task(args: argparse.Namespace) -> None:
    """Raises DataError unless there is one thing to evaluate; with --slices, --rooms may accompany pictures."""
    rooms, pictures = args.rooms or [], bool(args.data or args.webcam or args.held)
    if not pictures and not rooms:
        what = "Nothing to evaluate"
    elif (args.data and rooms and not args.slices) or (args.held and rooms) or (not pictures and len(rooms) > 1):
        what = "More than one folder to evaluate"
    else:
        return
    raise DataError(what, "Give one of --data DIR, --held DIR, --webcam, --rooms DIR, --video DIR or --video-made.")


def _open(args: argparse.Namespace) -> tuple[Segmenter, dict[str, Segmenter]]:
    """The network in question, and those in the folder --peers by name."""
    own = open_any(args.weights, args.engine, args.size, args.threads, second=args.second_size)
    if args.peers is None:
        return own, {}
    paths = sorted(path for path in args.peers.glob("*") if path.suffix.lower() in NETWORKS)
    if not paths:
        raise DataError(f"No networks in '{args.peers}'", "Give a folder with .onnx, .pt or .pth files.")
    return own, {path.stem: open_any(path, args.engine, args.size, args.threads) for path in paths}


def _rooms(own: Segmenter, peers: dict[str, Segmenter], folders: Sequence[Path]) -> dict[str, Any]:
    found = [_nobody(segmenter, folders) for segmenter in (own, *peers.values())]
    for name, figures in zip((own.name, *peers), found, strict=True):
        share, images = figures["person_percent"], figures["images"]
        print(f"{name}: {share:.3f} % of the pixels of {images} rooms called person")
    return found[0] | ({"peers": dict(zip(peers, found[1:], strict=True))} if peers else {})


def _nobody(segmenter: Segmenter, folders: Sequence[Path]) -> dict[str, Any]:
    counted = [false_alarm(segmenter, folder) for folder in folders]
    images = sum(count for count, _ in counted)
    return {"images": images, "person_percent": sum(count * share for count, share in counted) / images}


def _held(own: Segmenter, peers: dict[str, Segmenter], args: argparse.Namespace) -> dict[str, Any]:
    if args.hands or args.slices or args.worst or args.rotate or args.rotate_within:
        raise DataError("--held measures one thing", "Drop --hands, --slices, --worst and --rotate.")
    scores = measure_held([own, *peers.values()], read_held_objects(), args.held)
    print("\n".join(held_table([network_name(args.weights, own), *peers], scores)))
    rows = [asdict(score) for score in scores]
    return rows[0] | ({"peers": dict(zip(peers, rows[1:], strict=True))} if peers else {})


def _with_masks(own: Segmenter, peers: dict[str, Segmenter], args: argparse.Namespace) -> dict[str, Any]:
    segmenters, names = [own, *peers.values()], [network_name(args.weights, own), *peers]
    keep = SHEET_COUNT if args.worst else 0
    turning = Turning(args.rotate, abs(args.rotate_within), args.seed)
    results = examine(
        segmenters, _pairs(args), turning=turning, slices=args.slices, worst=keep, boxes=_boxes(args)
    )
    nobody = [_nobody(one, args.rooms) for one in segmenters] if args.slices and args.rooms else []
    print("\n".join((*total_table(names, segmenters, results), *legend(turning))))
    if args.hands:
        print("\n".join(hands_table(names, results)))
    if args.slices:
        print("\n".join(slice_table(names, results, nobody)))
    if args.worst:
        _write_worst(results[0], args.worst)
    rows = [_as_json(result, args.slices, nobody[i] if nobody else None) for i, result in enumerate(results)]
    beside = {"peers": dict(zip(peers, rows[1:], strict=True))} if peers else {}
    return rows[0] | beside | _cost(args.weights, sizes_seen(own)) | turning.describe()


def _pairs(args: argparse.Namespace) -> Iterator[Pair]:
    if args.data:
        return read_pairs(args.data, args.split)
    return (Pair(name, moment.frame, alpha_bytes(moment.truth)) for name, moment in webcam_set(args).pictures()
            if moment.truth is not None)  # fmt: skip


def _boxes(args: argparse.Namespace) -> Boxes | None:
    """The boxes for --hands. Raises DataError if they are missing or unusable."""
    if not args.hands:
        return None
    if not args.data or args.rotate:
        raise DataError("--hands needs pictures that are not turned", f"Give --data DIR with a {FILE}; drop --rotate.")
    return read_boxes(args.data)


def _write_worst(result: Result, path: Path) -> None:
    from sinet_core.sheet_file import write_sheet
    from sinet_core.training.worst_sheet import worst_sheet

    for case in result.worst:
        print(f"  {case.iou:6.2f} {case.name}")
    write_sheet(worst_sheet(result.worst), path)


def _write(args: argparse.Namespace) -> int:
    count = write_pictures(webcam_set(args).pictures(), args.webcam_make)
    print(f"{count} pictures in {args.webcam_make}")
    if args.json:
        print(json.dumps({"images": count, "seed": args.seed}))
    return 0


def _as_json(result: Result, slices: bool, nobody: dict[str, Any] | None) -> dict[str, Any]:
    parts: dict[str, Any] = {name: _figures(score) for name, score in result.slices.items()}
    if nobody:
        parts["nobody"] = nobody
    hands = {} if result.hands is None else {"hands_kept": result.hands}
    return _figures(result.score) | hands | ({"slices": parts} if slices else {})


def _figures(score: Score) -> dict[str, Any]:
    return {name: value for name, value in asdict(score).items() if name != "worst"}


def _cost(weights: Path | None, sizes: Sequence[Size]) -> dict[str, int | None]:
    """Parameters and multiply-adds of the measured network, of all its looks at a picture; None if it is not a SINet or
    torch is missing.
    """
    try:
        from sinet_core.network.summary import cost_of
    except ModuleNotFoundError:
        return {"parameters": None, "macs": None}
    parameters, macs = zip(*(cost_of(weights or shipped_weights("sinet"), size) for size in sizes), strict=True)
    return {"parameters": parameters[0], "macs": None if None in macs else sum(macs)}
