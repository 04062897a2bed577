"""The commands by name, and the parser of the command line."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import NoReturn, Protocol, cast

from app import __version__
from app.errors import AppError

COMMANDS = {
    "render": "replace or blur the background of a file",
    "takes": "list the takes that keep the camera's picture",
    "export": "export such a take as an ordinary video",
    "cast": "show the composite to other programs as a camera, without a window",
    "devices": "list the cameras and microphones",
    "doctor": "check what works on this machine, and how to fix the rest",
    "bench": "measure the engines and the stages of a frame",
}
SCREENSHOT = "--screenshot"


class Command(Protocol):
    """A module of app/commands."""

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, arguments: Namespace) -> int: ...


class Parser(ArgumentParser):
    """argparse with this program's one-line errors."""

    def error(self, message: str) -> NoReturn:
        raise AppError(message[:1].upper() + message[1:], f"See {self.prog} --help.")


def load_command(name: str) -> Command:
    """Imports only what one command needs; spelt out, so that the packager sees the imports."""
    if name == "render":
        from app.commands import render

        return cast(Command, render)
    if name == "takes":
        from app.commands import takes

        return cast(Command, takes)
    if name == "export":
        from app.commands import export

        return cast(Command, export)
    if name == "cast":
        from app.commands import cast as command

        return cast(Command, command)
    if name == "devices":
        from app.commands import devices

        return cast(Command, devices)
    if name == "doctor":
        from app.commands.doctor import command as doctor

        return cast(Command, doctor)
    from app.commands.bench import command as bench

    return cast(Command, bench)


def whole_parser() -> ArgumentParser:
    """A parser with every command's arguments, for the manual page and shell completions."""
    return make_parser({name: load_command(name) for name in COMMANDS})


def make_parser(commands: Mapping[str, Command]) -> Parser:
    """A parser with all commands by name; the given ones have their arguments."""
    about = "A new background behind you. Without a command, opens the window; with a file name, opens that file in it."
    parser = Parser(prog="backdrop", description=about)
    parser.add_argument("--version", action="version", version=f"Backdrop {__version__}")
    parser.add_argument(SCREENSHOT, metavar="FILE.png", help="a picture of the window, for a bug report")
    known = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    for name, text in COMMANDS.items():
        sub = known.add_parser(name, help=text, description=text)
        if name in commands:
            commands[name].add_arguments(sub)
    return parser
