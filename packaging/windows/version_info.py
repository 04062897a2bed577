"""The version resource: what Windows shows under Properties, Details, and in its warnings."""
from __future__ import annotations

import re

TEMPLATE = """VSVersionInfo(
    ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
                      fileType=0x1, subtype=0x0, date=(0, 0)),
    kids=[
        StringFileInfo([StringTable("040904B0", [
{strings}
        ])]),
        VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
    ],
)
"""


def version_resource(version: str, program: str, description: str) -> str:
    """In the notation that PyInstaller reads.

    Args:
        version: "1.2.3", at most four numbers; any suffix ("rc1") appears only in the texts.
        program: the file's name, "backdrop.exe".
    """
    digits = re.match(r"[\d.]+", version)
    numbers = tuple(int(part) for part in digits[0].split(".") if part) if digits else ()
    strings = {
        "CompanyName": "The Backdrop authors",
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": program.removesuffix(".exe"),
        "LegalCopyright": "The Backdrop authors. See LICENSE and THIRD-PARTY.md.",
        "OriginalFilename": program,
        "ProductName": "Backdrop",
        "ProductVersion": version,
    }
    lines = [f"            StringStruct({name!r}, {value!r})," for name, value in strings.items()]
    return TEMPLATE.format(numbers=(*numbers, 0, 0, 0, 0)[:4], strings="\n".join(lines))
