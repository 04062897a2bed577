"""devices: lists the cameras and microphones of this machine."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from app.commands.answer import add_json_argument, print_json
from app.pipeline.sound.devices import list_microphones
from app.pipeline.sources.camera_list import list_cameras


def add_arguments(parser: ArgumentParser) -> None:
    add_json_argument(parser)


def run(arguments: Namespace) -> int:
    cameras = list_cameras()
    if arguments.json:
        listed = [{"number": n, **asdict(camera)} for n, camera in enumerate(cameras)]
        print_json({"cameras": listed, "microphones": [asdict(m) for m in list_microphones()]})
        return 0
    for number, camera in enumerate(cameras):
        print(f"camera:{number}  {camera.name}  ({camera.identity})")
    if not cameras:
        print("No camera found. Plug one in, or use a video file or the demo instead.")
    for microphone in list_microphones():
        print(f"microphone  {microphone.label}  ({microphone.name})")
    return 0
