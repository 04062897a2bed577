"""doctor: what works on this machine, what does not, and what to do about it."""
from __future__ import annotations

import platform
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from app import __version__
from app.commands.answer import add_json_argument, print_json
from app.commands.doctor.check import Check
from app.commands.doctor.devices import check_cameras, check_display, check_virtual_camera
from app.commands.doctor.files import check_assets, check_disk, check_folders, check_weights
from app.commands.doctor.software import check_encoders, check_engine, check_packages, check_python
from app.log import logger

CHECKS: tuple[Callable[[], Iterable[Check]], ...] = (
    check_python,
    check_packages,
    check_weights,
    check_engine,
    check_encoders,
    check_assets,
    check_cameras,
    check_display,
    check_folders,
    check_disk,
    check_virtual_camera,
)


def add_arguments(parser: ArgumentParser) -> None:
    add_json_argument(parser)


def run(arguments: Namespace) -> int:
    """Exit status 0 unless something without which the app cannot work fails."""
    checks = examine(CHECKS)
    failed = any(check.state == "fail" for check in checks)
    if arguments.json:
        about = {"version": __version__, "system": platform.platform()}
        print_json({"ok": not failed, **about, "checks": [asdict(check) for check in checks]})
        return int(failed)
    width = max(len(check.name) for check in checks)
    for check in checks:
        print(f"{check.state:4}  {check.name:{width}}  {check.detail}")
        if check.hint and check.state != "ok":
            print(f"      {'':{width}}  -> {check.hint}")
    print("Something essential does not work." if failed else "Everything essential works.")
    return int(failed)


def examine(checks: Sequence[Callable[[], Iterable[Check]]]) -> list[Check]:
    """The results of all checks; one that breaks is a result, too: this is run where things are broken."""
    results: list[Check] = []
    for check in checks:
        name = check.__name__.removeprefix("check_").replace("_", " ")
        try:
            results += check()
        except Exception as error:  # noqa: BLE001 - see above
            logger.exception("check %s broke", name)
            results.append(Check(name, "fail", f"the check itself broke: {error}", "See the log file."))
    return results
