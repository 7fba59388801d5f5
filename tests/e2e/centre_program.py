"""The centre of the end-to-end tests: its real web application and its real work, in one process, with telephones of its own.

Texts are written to a file; the people behind the numbers answer at once, always the same: the lowest number of the first
wave declines, everybody else accepts. When the committee is full the draw is asked to end, as a signed report would do.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import waitress

from api.app import make_app
from dispatch.bootstrap import Settings
from dispatch.centre.node import Node, founded_node
from dispatch.jobs import Outside, Patience, tick
from dispatch.notify.call_out import Answer
from dispatch.workflow import outbox
from dispatch.workflow.finish_draw import finish
from dispatch.workflow.records import DrawRecord, DrawStep
from dispatch.workflow.replies import answer
from policies.vocabulary.refused import Refused

FIRST_WAVE = 5
SOON = timedelta(seconds=0.3)
LINK = re.compile(r"/c/([\w-]{22})#([\w-]{22})")
outbox.LEASE = timedelta(seconds=1)  # what a killed node had taken is sent by the next one soon


class Telephones:
    """The port `Sms`: each text is one line of a file, on the disk before the centre hears that it was sent."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def send(self, phone: str, text: str, key: str) -> None:
        with self._file.open("a", encoding="utf-8") as texts:
            texts.write(json.dumps({"phone": phone, "text": text, "key": key}) + "\n")

    def received(self) -> list[tuple[str, str, str]]:
        """(phone, locator, secret) of every text with a link, once each, in the order sent."""
        lines = self._file.read_text("utf-8").splitlines() if self._file.exists() else []
        texts = {told["key"]: told for line in lines if (told := json.loads(line))}
        return [(told["phone"], found[1], found[2]) for told in texts.values() if (found := LINK.search(told["text"]))]


def main(words: list[str]) -> None:
    data_dir, port = Path(words[0]), int(words[1])
    node = founded_node(Settings(data_dir=data_dir, demo=True))
    threading.Thread(target=_work, args=(node, Telephones(data_dir / "texts.jsonl"), data_dir / "ended"), daemon=True).start()
    app = make_app(node.services)
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False  # all programs of the test share one address
    waitress.serve(app, host="127.0.0.1", port=port, threads=8, ident=None)


def _work(node: Node, telephones: Telephones, ended: Path) -> None:
    outside = Outside(telephones, node.witnesses, None, Patience(failed=SOON, longest=SOON, lease=2 * SOON, silent=SOON, growth=SOON))
    answered: set[str] = set()
    while True:
        if not tick(node.services, outside):
            time.sleep(0.05)
        _reply(node, telephones, answered)
        if _is_over(node):
            ended.touch()


def _reply(node: Node, telephones: Telephones, answered: set[str]) -> None:
    texts = telephones.received()
    if len(texts) < FIRST_WAVE:
        return
    declines = min(texts[:FIRST_WAVE])[1]
    for _, locator, secret in texts:
        if locator not in answered:
            given = (Answer.DECLINE, "RF3") if locator == declines else (Answer.ACCEPT, "")
            _answer(node, locator, secret, *given)
            answered.add(locator)


def _answer(node: Node, locator: str, secret: str, given: Answer, reason: str) -> None:
    try:
        with node.services.work() as work:
            answer(locator, secret, given, reason=reason, work=work)
    except Refused:
        return  # it was answered before this process began


def _is_over(node: Node) -> bool:
    """Asks for the end once the committee is full; True when the end stands under a cosigned checkpoint."""
    with node.services.work(reads_only=True) as work:
        draws = work.uow.draws.all()
    for draw in draws:
        if draw.step is DrawStep.FULL:
            with node.services.work() as work:
                finish(draw.m, "complete", why="", work=work)
    return bool(draws) and all(_is_proved(node, draw) for draw in draws)


def _is_proved(node: Node, draw: DrawRecord) -> bool:
    with node.services.work(reads_only=True) as work:
        last = work.uow.draws.events(draw.m)[-1:]
        return draw.step is DrawStep.ENDED and work.uow.log.note_over(last[0], cosigned_by=int(work.means.trust["quorum"])) is not None


if __name__ == "__main__":
    main(sys.argv[1:])
