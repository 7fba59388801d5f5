"""Runs the verifier: `python -m dispatch.verifier TRANSCRIPT [--trust FILE] [--me HANDLE] [--json]`."""

from __future__ import annotations

import sys

from dispatch.verifier.main import main

if __name__ == "__main__":
    sys.exit(main())
