"""python -m sinet_core: train, evaluate, curves, export, import, generate, summary, explain, table."""
from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from sinet_core.errors import CoreError, WeightsError

COMMANDS = {
    "train": ("train", "train the network by a recipe"),
    "evaluate": ("evaluate", "figures of a network on your pictures"),
    "curves": ("curves", "loss, learning rate and mIoU of a training as a picture"),
    "export": ("export", "write the ONNX file that the app loads"),
    "import": ("import_", "take over a published checkpoint"),
    "generate": ("generate", "label raw pictures with heavier networks"),
    "summary": ("summary", "the network as a table"),
    "explain": ("explain", "what the decoder lets in, as the paper's Figures 4 and 7"),
    "table": ("table", "a table of the paper, ours beside the published figures"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; 0, or 2 after bad input, which gets one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m sinet_core", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (module, about) in COMMANDS.items():
        import_module(f"sinet_core.commands.{module}").add_arguments(commands.add_parser(name, help=about))
    args = parser.parse_args(argv)
    try:
        return int(import_module(f"sinet_core.commands.{COMMANDS[args.command][0]}").run(args))
    except CoreError as error:
        return _fail(error)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("torch", "onnx", "onnxruntime"):
            raise
        return _fail(WeightsError(f"This needs the package '{error.name}'", "Install the extra 'train' or 'bench'."))


def _fail(error: CoreError) -> int:
    print(f"error: {error}. {error.hint}".rstrip(), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
