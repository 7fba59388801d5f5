"""Reports the sizes that are aims and no limits: medians and 90 % of files and functions."""

from __future__ import annotations

from statistics import median, quantiles

import pytest

from tests.architecture.tree import modules


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    files = [len(module.text.splitlines()) for module in modules()]
    functions = [(each.end_lineno or each.lineno) - each.lineno + 1 for module in modules() for each in module.functions()]
    for name, sizes, aim in (("files", files, "120, 250"), ("functions", functions, "8, 25")):
        terminalreporter.write_line(
            f"{name}: {len(sizes)}; lines: median {median(sizes):.0f}, 90 % {quantiles(sizes, n=10)[8]:.0f} (aim {aim})"
        )
