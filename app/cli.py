"""The command line: the window, or one of app/commands."""
from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from app.address_secrets import redact
from app.commands.registry import COMMANDS, SCREENSHOT, load_command, make_parser
from app.errors import AppError
from app.log import log_path, log_uncaught, logger, start_logging
from app.system.display import no_window_reason
from app.system.installing import install_lines
from app.system.memory import collect_later, tune_allocator
from app.system.message_box import show_message
from app.system.standard_streams import open_standard_streams
from app.system.threads import one_blas_thread
from app.system.window_libraries import check_window_starts, import_problem

DEMO_NAME = "backdrop-demo.mp4"
PROBE_ENCODER = "--probe-encoder"  # runs this program as a probe; see app.pipeline.encode.codecs.hardware_probe
RENDER_WORKER = "--render-worker"  # runs this program as a render worker; see app.pipeline.render.worker
INTERRUPTED = 130
STOPPING = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")  # as far as this system has them


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status: 0 done, 1 failed while running, 2 bad input."""
    open_standard_streams()
    one_blas_thread()
    tune_allocator()
    _never_fail_to_print()
    start_logging(verbose=bool(os.environ.get("BACKDROP_VERBOSE")))
    _clean_up_on_signals()
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except AppError as error:
        return _fail(str(error), error.exit_status)
    except KeyboardInterrupt:
        return _fail("Stopped. Nothing was left behind.", INTERRUPTED)
    except BrokenPipeError:
        return 1
    except ModuleNotFoundError as error:
        logger.info("a package is missing", exc_info=error)
        lines = install_lines((error.name or "",)).splitlines()
        return _fail(f"The Python package {error.name} is missing. {' && '.join(lines)}", 1)
    except Exception as error:  # noqa: BLE001 - the outermost frame: a traceback is for the log
        log_uncaught(type(error), error, error.__traceback__)
        return _fail(f"Something unexpected went wrong: {error}. Details are in {log_path()}", 1)


def _clean_up_on_signals() -> None:
    """Makes a kill and a closed terminal clean up like Ctrl-C; signals that nohup ignores stay ignored."""
    for name in STOPPING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def _never_fail_to_print() -> None:
    """Makes the console print unsupported characters, such as in file names, as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a windowed program has none
            stream.reconfigure(errors="backslashreplace")


def _run(argv: list[str]) -> int:
    if not argv:
        return _window_or_demo()
    if argv[0] == SCREENSHOT:
        return _screenshot(argv[1:])
    if argv == [RENDER_WORKER]:
        from app.pipeline.render.worker_process import main as work

        return work()
    if argv[0] == PROBE_ENCODER and len(argv) > 1:
        return _probe_encoders(argv[1:])
    if len(argv) == 1 and argv[0] not in COMMANDS and Path(argv[0]).is_file():
        return _window_with(Path(argv[0]).resolve())
    command = load_command(argv[0]) if argv[0] in COMMANDS else None
    arguments = make_parser({argv[0]: command} if command else {}).parse_args(argv)
    assert command is not None, "the parser rejects unknown commands"
    return command.run(arguments)


def _screenshot(argv: list[str]) -> int:
    reason = no_window_reason()
    if len(argv) != 1 or not argv[0].lower().endswith(".png"):
        raise AppError(f"{SCREENSHOT} needs one file", f"For example: {SCREENSHOT} window.png")
    if reason is not None:
        raise AppError(reason, "QT_QPA_PLATFORM=offscreen draws without one.")
    return _open_window(Path(argv[0]))


def _probe_encoders(arguments: list[str]) -> int:
    from app.pipeline.encode.codecs.hardware_probe import answer

    answer(*arguments)
    return 0


def _window_or_demo() -> int:
    reason = no_window_reason()
    return _open_window() if reason is None else _render_demo(reason)


def _open_window(screenshot: Path | None = None, source: Path | None = None) -> int:
    collect_later()
    try:
        from app.ui.application import run
    except ModuleNotFoundError:
        raise
    except ImportError as error:
        raise import_problem(error) from error
    check_window_starts()
    return run(["backdrop"], screenshot=screenshot, source=source)


def _window_with(file: Path) -> int:
    """"Open with Backdrop": the desktop passes one file by its full path."""
    reason = no_window_reason()
    if reason is not None:
        raise AppError(reason, f"Without a window: backdrop render '{file.name}' -o OUT.mp4")
    return _open_window(source=file)


def _render_demo(reason: str) -> int:
    from app.commands.render import demo_job, render_with_progress
    from app.pipeline.bundled import bundled_backgrounds

    print(f"{reason}, so no window opens. Rendering the demo to a file instead.", file=sys.stderr)
    backgrounds = bundled_backgrounds()
    job = demo_job(_demo_output(), backgrounds[0].name if backgrounds else "blur")
    print(f"The demo was saved as {render_with_progress(job).output.resolve()}")
    return 0


def _demo_output() -> Path:
    from app.paths import videos_folder
    from app.pipeline.encode.formats import check_output

    here = Path.cwd() / DEMO_NAME
    try:
        check_output(here, transparent=False)
    except AppError:
        videos_folder().mkdir(parents=True, exist_ok=True)
        return videos_folder() / DEMO_NAME
    return here


def _fail(message: str, status: int) -> int:
    text = " ".join(redact(message).split())
    if sys.stderr is None:  # on Windows the program for the window has no console
        show_message(text)
    else:
        print(f"error: {text}", file=sys.stderr)
    return status
