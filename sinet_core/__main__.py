"""python -m sinet_core COMMAND: trains, measures, labels for, and converts the network of the app."""
from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from sinet_core.errors import CoreError

COMMANDS = {
    "train": ("train", "train the network by a recipe"),
    "evaluate": ("evaluate", "measure a network on your pictures"),
    "figures": ("figures", "measure every network on every test set, as one table"),
    "average": ("average", "average several weights of one network"),
    "curves": ("curves", "plot loss, learning rate and mIoU of a training"),
    "export": ("export", "write the ONNX file that the app loads"),
    "import": ("import_", "convert a published checkpoint"),
    "generate": ("generate", "label raw pictures with heavier networks"),
    "summary": ("summary", "print the network as a table"),
    "explain": ("explain", "draw what the decoder lets in, as in the paper's Figures 4 and 7"),
    "pack": ("pack", "pack a training's pictures into small files, for another machine"),
    "table": ("table", "make a table of the paper, with our figures beside the published ones"),
}


HINTS = {
    errno.ENOSPC: "Free some space, or write elsewhere.",
    errno.EDQUOT: "Free some space, or write elsewhere.",
    errno.EACCES: "Write elsewhere, or change the permissions.",
    errno.EPERM: "Write elsewhere, or change the permissions.",
    errno.EROFS: "Write elsewhere.",
}
EXTRAS = ("torch", "onnx", "onnxruntime", "dlib", "ai_edge_litert")
FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130


class Parser(argparse.ArgumentParser):
    """argparse with this program's one-line errors."""

    def error(self, message: str) -> NoReturn:
        raise CoreError(message[:1].upper() + message[1:], f"See {self.prog} --help.")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status: 0 done, 1 failed while running, 2 bad input.

    An error is one line on stderr.
    """
    try:
        return _run(argv)
    except CoreError as error:
        return _fail(f"{error}. {error.hint}", BAD_INPUT)
    except KeyboardInterrupt:
        return _fail("Stopped.", INTERRUPTED)
    except BrokenPipeError:
        return FAILED
    except OSError as error:
        where = f"'{error.filename}'" if error.filename else "A file"
        return _fail(f"{where} cannot be used: {error.strerror or error}. {HINTS.get(error.errno or 0, '')}", FAILED)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in EXTRAS:
            raise
        return _fail(f"This needs the package '{error.name}'. Install the extra 'train' or 'bench'.", BAD_INPUT)


def _run(argv: Sequence[str] | None) -> int:
    parser = Parser(prog="python -m sinet_core", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    for name, (module, about) in COMMANDS.items():
        import_module(f"sinet_core.commands.{module}").add_arguments(commands.add_parser(name, help=about))
    args = parser.parse_args(argv)
    return int(import_module(f"sinet_core.commands.{COMMANDS[args.command][0]}").run(args))


def _fail(message: str, status: int) -> int:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
