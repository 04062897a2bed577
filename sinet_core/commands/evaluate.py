"""evaluate: measures a network on pictures with masks, on empty rooms, on held objects, or on people in motion."""
from __future__ import annotations

import argparse
from pathlib import Path

from sinet_core.commands import evaluate_video
from sinet_core.commands.common import parse_finite, parse_number, parse_positive, parse_size
from sinet_core.commands.outputs import PICTURES, output_file, output_folder
from sinet_core.inference.looks import LOOKS, WIDE
from sinet_core.inference.segmenter import ENGINES

PICTURE_SIZE = (224, 224)  # as in all published figures
MOTION_SIZE = LOOKS[WIDE]["fine"][0].size


def add_arguments(parser: argparse.ArgumentParser) -> None:
    _add_modes(parser)
    parser.add_argument(
        "--rooms", type=Path, action="append", metavar="DIR", help="pictures with nobody in them; alone: false alarms"
    )
    parser.add_argument("--split", metavar="NAME", help="only the base names in DIR/NAME.txt")
    parser.add_argument("--weights", type=Path, metavar="FILE", help=".pt, .pth, .onnx; default: the shipped weights")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="other networks for the same table")
    parser.add_argument("--engine", choices=sorted(ENGINES), default="auto")
    height, width = MOTION_SIZE
    help_size = f"of the input; default: 224x224, in motion {height}x{width} as in the app if wide"
    parser.add_argument("--size", type=parse_size, metavar="HEIGHTxWIDTH", help=help_size)
    look = "also look at the mirror image, in this size, as Finest and Best in the app do; not for --peers"
    parser.add_argument("--second-size", type=parse_size, metavar="HEIGHTxWIDTH", help=look)
    _add_turning(parser)
    parser.add_argument("--threads", type=parse_number, default=1, help="0 lets the engine choose")
    parser.add_argument("--slices", action="store_true", help="people far away, several, low light; --rooms: nobody")
    parser.add_argument("--hands", action="store_true", help="also the share kept of the hands in DIR/boxes.json")
    sheet = output_file(*PICTURES)
    parser.add_argument("--worst", type=sheet, metavar="FILE.png", help="the twenty worst pictures on one sheet")
    parser.add_argument("--count", type=parse_positive, default=200, metavar="N", help="pictures to make")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    evaluate_video.add_arguments(parser)


def _add_modes(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--data", type=Path, metavar="DIR", help="folder with images/ and masks/")
    help_held = "the share kept of what people hold: our outlines, for public pictures in DIR (docs/decisions/0027)"
    what.add_argument("--held", type=Path, metavar="DIR", help=help_held)
    what.add_argument("--webcam", action="store_true", help="pictures made from --keyed or --cutouts and --rooms")
    what.add_argument("--webcam-make", type=output_folder, metavar="OUT", help="write those pictures, for --data OUT")
    what.add_argument("--video", type=Path, metavar="DIR", help="clips: CLIP/frames and CLIP/masks, or videos")
    what.add_argument("--video-made", action="store_true", help="sequences made on the fly from --cutouts and --rooms")
    what.add_argument("--video-make", type=output_folder, metavar="OUT", help="write those sequences to OUT")


def _add_turning(parser: argparse.ArgumentParser) -> None:
    turn = parser.add_mutually_exclusive_group()
    whole = "turn all pictures and masks; black outside"
    turn.add_argument("--rotate", type=parse_finite, default=0.0, metavar="DEGREES", help=whole)
    each = "turn each by its own angle from -X..X, drawn by --seed; black outside"
    turn.add_argument("--rotate-within", type=parse_finite, default=0.0, metavar="X", help=each)


def run(args: argparse.Namespace) -> int:
    motion = bool(args.video or args.video_made or args.video_make)
    args.size = args.size or (MOTION_SIZE if motion else PICTURE_SIZE)
    if motion:
        return evaluate_video.run(args)
    from sinet_core.commands import evaluate_pictures

    return evaluate_pictures.run(args)
