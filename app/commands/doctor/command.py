"""doctor: reports what works on this machine, what does not, and how to fix it."""
from __future__ import annotations

import platform
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from app import __version__
from app.commands.answer import add_json_argument, print_json
from app.commands.doctor.check import Check
from app.commands.doctor.desktop import check_display, check_fonts, check_sound, check_window_libraries
from app.commands.doctor.python import check_packages, check_python, missing_packages
from app.log import logger

Look = Callable[[], Iterable[Check]]

FIRST_CHECKS: tuple[Look, ...] = (check_python, check_packages)
DESKTOP_CHECKS: tuple[Look, ...] = (check_display, check_window_libraries, check_fonts, check_sound)


def all_checks() -> tuple[Look, ...]:
    """The checks that can run here; without the packages, those that need only Python."""
    if missing_packages():
        return (*FIRST_CHECKS, *DESKTOP_CHECKS)
    from app.commands.doctor.devices import check_cameras, check_virtual_camera
    from app.commands.doctor.files import check_assets, check_disk, check_folders, check_weights
    from app.commands.doctor.software import check_encoders, check_engine

    software = (check_weights, check_engine, check_encoders, check_assets)
    return (*FIRST_CHECKS, *software, *DESKTOP_CHECKS, check_cameras, check_folders, check_disk, check_virtual_camera)


def add_arguments(parser: ArgumentParser) -> None:
    add_json_argument(parser)


def run(arguments: Namespace) -> int:
    """Runs all checks. Returns exit status 0 unless something essential fails."""
    checks = examine(all_checks())
    failed = any(check.state == "fail" for check in checks)
    if arguments.json:
        about = {"version": __version__, "system": platform.platform()}
        print_json({"ok": not failed, **about, "checks": [asdict(check) for check in checks]})
        return int(failed)
    width = max(len(check.name) for check in checks)
    for check in checks:
        print(f"{check.state:4}  {check.name:{width}}  {check.detail}")
        if check.hint and check.state != "ok":
            for line in check.hint.splitlines():
                print(f"      {'':{width}}  -> {line}")
    print("Something essential does not work." if failed else "Everything essential works.")
    return int(failed)


def examine(checks: Sequence[Look]) -> list[Check]:
    """The results of all checks. A check that crashes is a result, too, since doctor runs on broken systems."""
    results: list[Check] = []
    for check in checks:
        name = check.__name__.removeprefix("check_").replace("_", " ")
        try:
            results += check()
        except Exception as error:  # noqa: BLE001 - see above
            logger.exception("check %s crashed", name)
            results.append(Check(name, "fail", f"the check itself crashed: {error}", "See the log file."))
    return results
