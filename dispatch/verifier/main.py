"""The command: reads a transcript, says what holds or which step fails, and ends with 0, 1, or 2 for wrong usage."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from dispatch.verifier import holder, report
from dispatch.verifier.form import Json
from dispatch.verifier.limit import DEFAULT_BRANCHES, DEFAULT_SECONDS, Limit
from dispatch.verifier.refusals import StepFailed
from dispatch.verifier.verify import verify

HOLDS, REFUSED, WRONG_USAGE = 0, 1, 2
LARGEST_FILE = 1 << 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the verifier on command-line arguments and returns its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    asked = _parser().parse_args(arguments)
    try:
        raw = _read(asked.transcript)
        trust_file = _read(asked.trust) if asked.trust else None
        handle = _handle(asked.me) if asked.me is not None else None
    except OSError as fault:
        return _wrong_usage(f"无法读取文件 · cannot read the file: {fault}")
    except ValueError:
        return _wrong_usage("句柄应为 32 个十六进制字符 · a handle is 32 characters of hex")
    limit = Limit(time.monotonic, asked.limit, int(DEFAULT_BRANCHES * max(1.0, asked.limit / DEFAULT_SECONDS)))
    return _answer(asked, raw, trust_file, handle, limit)


def _answer(asked: argparse.Namespace, raw: bytes, trust_file: bytes | None, handle: bytes | None, limit: Limit) -> int:
    try:
        verified = verify(raw, trust_file, limit)
    except StepFailed as failed:
        independent = trust_file is not None
        _print(asked.json, report.failure_facts(failed, independent), report.failure(failed, independent))
        return REFUSED
    me = holder.about(verified, handle) if handle is not None else None
    _print(asked.json, report.facts(verified, me) if asked.json else {}, report.report(verified, me, asked.all))
    return HOLDS


def _read(path: str) -> bytes:
    """The bytes of a file of at most 1 GiB; the largest lawful transcript is far smaller."""
    with Path(path).open("rb") as file:
        raw = file.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise OSError("larger than 1 GiB")
    return raw


def _print(as_json: bool, facts: Json, lines: Iterable[str]) -> None:
    try:
        print(json.dumps(facts, ensure_ascii=False, indent=1) if as_json else "\n".join(lines), flush=True)
    except BrokenPipeError:  # whoever read our output went away; the exit code still tells the answer
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _handle(given: str) -> bytes:
    """The holder's secret handle, 16 bytes of hex; `-` reads it from standard input, so that no shell remembers it."""
    handle = bytes.fromhex((sys.stdin.readline() if given == "-" else given).strip())
    if len(handle) != 16:
        raise ValueError("length")
    return handle


def _wrong_usage(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG_USAGE


def _seconds(given: str) -> float:
    """A time limit: a finite number of seconds, not negative."""
    seconds = float(given)
    if not 0 <= seconds <= 1e6:
        raise ValueError("out of range")
    return seconds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify", description="离线核验一次抽取的公开记录（vd1 / vd1-sm）· verifies the published transcript of a draw, offline"
    )
    parser.add_argument("transcript", help="抽取记录文件 · the transcript")
    parser.add_argument("--trust", metavar="FILE", help="经另一途径取得的信任数据 · trust data that came by another way")
    parser.add_argument("--me", metavar="HANDLE", help="我的句柄（32 位十六进制，- 从标准输入读）· my handle in hex, - reads it from stdin")
    parser.add_argument("--json", action="store_true", help="输出 JSON · print JSON")
    parser.add_argument("--all", action="store_true", help="列出每一个被跳过的人 · list every expert who was skipped")
    parser.add_argument(
        "--limit", type=_seconds, default=DEFAULT_SECONDS, metavar="SECONDS", help="时间上限，默认 24 秒 · time limit, 24 s"
    )
    return parser
