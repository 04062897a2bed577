"""evaluate: figures of a network on pictures with masks, on rooms with nobody in them, or on people in motion."""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from sinet_core.commands import evaluate_video
from sinet_core.commands.common import open_any, parse_size
from sinet_core.errors import DataError
from sinet_core.segmenter import ENGINES, Segmenter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--data", type=Path, metavar="DIR", help="folder with images/ and masks/")
    what.add_argument("--video", type=Path, metavar="DIR", help="clips: CLIP/frames and CLIP/masks, or videos")
    what.add_argument("--video-made", action="store_true", help="sequences made of --cutouts and --rooms on the way")
    what.add_argument("--video-make", type=Path, metavar="OUT", help="write those sequences to OUT")
    parser.add_argument(
        "--rooms", type=Path, action="append", metavar="DIR", help="pictures with nobody in them; alone: false alarms"
    )
    parser.add_argument("--split", metavar="NAME", help="only the base names in DIR/NAME.txt")
    parser.add_argument("--weights", type=Path, metavar="FILE", help=".pt, .pth, .onnx; default: the shipped weights")
    parser.add_argument("--engine", choices=sorted(ENGINES), default="openvino")
    parser.add_argument("--size", type=parse_size, default=(224, 224), help="HEIGHTxWIDTH of the input")
    parser.add_argument("--rotate", type=float, default=0.0, metavar="DEGREES", help="turn pictures and masks")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N worst pictures")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    evaluate_video.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    if args.video or args.video_made or args.video_make:
        return evaluate_video.run(args)
    _check_one_task(args)
    segmenter = open_any(args.weights, args.engine, args.size, args.threads)
    result = _rooms(segmenter, args.rooms[0]) if args.rooms else _pictures(segmenter, args)
    result |= {"size": f"{segmenter.size[0]}x{segmenter.size[1]}", "engine": segmenter.name}
    if args.json:
        print(json.dumps(result))
    return 0


def _check_one_task(args: argparse.Namespace) -> None:
    """Raises DataError unless there is either one folder of pictures with masks or one of rooms."""
    tasks = len(args.rooms or []) + (args.data is not None)
    if tasks != 1:
        what = "Nothing to evaluate" if tasks == 0 else "More than one folder to evaluate"
        raise DataError(what, "Give one of --data DIR, --rooms DIR, --video DIR or --video-made.")


def _rooms(segmenter: Segmenter, folder: Path) -> dict[str, Any]:
    from sinet_core.training.evaluate import false_alarm

    images, share = false_alarm(segmenter, folder)
    print(f"{segmenter.name}: {share:.3f} % of the pixels of {images} rooms called person")
    return {"images": images, "person_percent": share}


def _pictures(segmenter: Segmenter, args: argparse.Namespace) -> dict[str, Any]:
    from sinet_core.training.evaluate import evaluate, read_pairs

    score = evaluate(segmenter, read_pairs(args.data, args.split), degrees=args.rotate)
    print(
        f"{segmenter.name}: {score.images} pictures, mIoU {score.miou:.3f}, foreground IoU {score.foreground_iou:.3f}, "
        f"boundary F1 {score.boundary_f1:.4f}, mean IoU a picture {score.per_image_iou:.3f}"
    )
    for iou, name in score.worst[: args.worst]:
        print(f"  {iou:6.2f} {name}")
    return {
        "images": score.images,
        "miou": score.miou,
        "foreground_iou": score.foreground_iou,
        "boundary_f1": score.boundary_f1,
        "per_image_iou": score.per_image_iou,
        **_cost(args.size),
    }


def _cost(size: tuple[int, int]) -> dict[str, int | None]:
    """Parameters and multiply-adds of SINet; unknown where torch is not installed."""
    try:
        from sinet_core.network.config import PAPER
        from sinet_core.network.summary import count_parameters, summarise
    except ModuleNotFoundError:
        return {"parameters": None, "macs": None}
    return {"parameters": count_parameters(PAPER), "macs": sum(row.macs for row in summarise(PAPER, size))}
