"""方案样表: a profile to be filled in, with every number that a region may change, commented out as it stands today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from policies.dated import Dated, in_force
from policies.profiles import changeable, profile

_HEAD = """# {title}：只保留要改的规定，去掉行首的“# ”，写明依据（law、article）、核实状态（status）和施行日。
# status: verified text 已核对条文 | reported 转述 | reading 读法 | setting 未核实 | design 设计
# Keep only what you change: remove the leading "# ", give the source, how it was checked, and the first day in force.
profile:
  title: {quoted}
  unit: text
  source: {{law: （填写依据）, article: （条款）, status: setting}}
  in_force: {{{on}: 暂用默认数值}}
"""


def profile_template(title: str, on: date) -> str:
    """YAML that is a sound profile as it is, whatever its title, and stays one whatever is uncommented without another change."""
    title = " ".join(title.split()) or "?"
    base = profile().base
    blocks = (_block(name, base[name], on) for name in sorted(changeable()) if base[name].in_force[0][0] <= on)
    return _HEAD.format(title=title, quoted=_flow(title), on=on) + "".join(blocks)


def _block(name: str, value: Dated[Any], on: date) -> str:
    return "".join(f"# {line}\n" for line in ["", *_lines(name, value, on)]).replace("# \n", "\n", 1)


def _lines(name: str, value: Dated[Any], on: date) -> Iterator[str]:
    yield f"{name}:"
    yield f"  title: {_flow(value.title)}"
    yield f"  unit: {_flow(dict(value.unit) if not isinstance(value.unit, str) else value.unit)}"
    yield "  source: {law: （填写依据）, article: （条款）, status: setting}"
    yield f"  in_force: {{{on}: {_flow(in_force(value, on))}}}"


def _flow(value: Any) -> str:
    """A value on one line."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=100_000, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...").strip()
