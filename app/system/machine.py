"""The machine that figures were measured on, and the memory of this process."""
from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

PACKAGES = ("openvino", "torch", "onnxruntime", "opencv-python-headless", "numpy", "av")


def describe_machine() -> dict[str, object]:
    """Describes the machine for readers of a benchmark; contains no user names or folders."""
    import cv2  # imported on demand: every file writer imports this module

    return {
        "cpu": cpu_name(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
        "network_threads": 1,
        "opencv_threads": cv2.getNumThreads(),
    }


def cpu_name() -> str:
    if sys.platform.startswith("linux"):
        try:
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        except OSError:
            lines = []
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def rss_bytes() -> int | None:
    """Resident memory of this process; None if the system does not tell."""
    if sys.platform.startswith("linux"):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return _windows_rss()
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS only reports the peak, in bytes


def is_running(process: int) -> bool:
    """Whether a process with that id runs on this computer; True if unknown."""
    if sys.platform == "win32":  # on Windows os.kill would terminate it
        return _windows_is_running(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


def _windows_is_running(process: int) -> bool:
    if sys.platform != "win32":
        return True
    import ctypes

    query, still_active = 0x1000, 259  # PROCESS_QUERY_LIMITED_INFORMATION, STILL_ACTIVE
    handle = ctypes.windll.kernel32.OpenProcess(query, False, process)
    if not handle:
        return False
    status = ctypes.c_ulong()
    ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(status))
    ctypes.windll.kernel32.CloseHandle(handle)
    return status.value == still_active


def open_files() -> int | None:
    """Files, devices and sockets open in this process; None if the system does not tell."""
    for folder in (Path("/proc/self/fd"), Path("/dev/fd")):
        if folder.is_dir():
            return len(list(folder.iterdir()))
    return None


def _windows_rss() -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("Peak", "WorkingSetSize", "a", "b", "c", "d", "e", "f")),
        )

    counters = Counters(cb=ctypes.sizeof(Counters))
    process = ctypes.windll.kernel32.GetCurrentProcess
    process.restype = wintypes.HANDLE
    query = ctypes.windll.psapi.GetProcessMemoryInfo
    query.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
    return counters.WorkingSetSize if query(process(), ctypes.byref(counters), counters.cb) else None


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # imported on demand: it loads a mail parser

    try:
        return version(package)
    except PackageNotFoundError:
        return ""
