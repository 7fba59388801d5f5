"""Packs the verifier into one file, `verify.pyz`: the same bytes from the same source, whoever packs it and when.

`python -m dispatch.verifier.bundle OUT` writes it; the file needs Python 3.11 and the package `cryptography`, nothing else.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHEBANG = b"#!/usr/bin/env python3\n"
_START = b"import sys\n\nfrom dispatch.verifier.main import main\n\nsys.exit(main())\n"
_PACKAGE = b'"""Holds the verifier only."""\n'


def bundle() -> bytes:
    """The bytes of verify.pyz: sorted names, one fixed time, stored uncompressed so that no library version shows."""
    here = Path(__file__).resolve().parent
    files = {f"dispatch/verifier/{path.relative_to(here).as_posix()}": path.read_bytes() for path in here.rglob("*.py")}
    files |= {"__main__.py": _START, "dispatch/__init__.py": _PACKAGE}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name].replace(b"\r\n", b"\n"))
    return _SHEBANG + packed.getvalue()


def main(arguments: list[str]) -> int:
    """Writes the bundle and prints its SHA-256, to be published beside it."""
    if len(arguments) != 1:
        print("用法 · usage: python -m dispatch.verifier.bundle verify.pyz", file=sys.stderr)
        return 2
    packed, out = bundle(), Path(arguments[0])
    out.write_bytes(packed)
    out.chmod(0o755)
    print(f"{hashlib.sha256(packed).hexdigest()}  {out.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
