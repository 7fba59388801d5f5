"""A link to one stage of one person: the message is a bell, the page opens with the secret that the message carried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.notify.messages import text_of
from dispatch.sealing import link as links
from dispatch.sealing.box import Box
from dispatch.sealing.refusals import LinkClosed
from dispatch.workflow.means import Means
from dispatch.workflow.records import Message, StageLink
from dispatch.workflow.work import Work

SMS = "sms"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a link opens: the stage's letter, its body, and when it ends."""

    kind: str
    body: dict[str, Any]
    expires_at: datetime


def send_stage(capability: str, stage: Stage, work: Work, *, bell: str = "") -> None:
    """Seals the stage body under a fresh link and puts the bell into the outbox; nothing is sent here.

    `bell` names the words of the message, and its key, where they are not those of the stage.
    """
    fresh = links.new_link(work.means.entropy)
    binding = links.Binding(fresh.locator, stage.kind, int(stage.expires_at.timestamp()))
    body = links.seal_body(fresh, server_share(work.means), canonical(stage.body), binding, work.means.entropy)
    mark = links.stored_mark(fresh.secret)
    work.uow.calls.save_link(StageLink(fresh.locator, capability, stage.kind, mark, body, stage.expires_at))
    text = text_of(bell or stage.kind, link=links.fragment_url(work.means.host, fresh))
    send_text(capability, f"{bell or stage.kind}/{fresh.locator}", text, work)


def send_text(capability: str, key: str, text: str, work: Work) -> None:
    """Puts one text for the holder of a capability into the outbox, sealed until it leaves."""
    sealed = outbox_box(work.means).seal(canonical({"c": capability, "text": text}), key)
    work.uow.calls.enqueue(Message(key, SMS, sealed, work.now))
    work.uow.tasks.put("send", SMS, work.now)


def read_stage(locator: str, secret: str, work: Work) -> tuple[StageLink, dict[str, Any]]:
    """The stage behind a link; raises LinkClosed for an unknown, expired or false one, without saying which."""
    kept = work.uow.calls.link(locator)
    if kept is None or work.now >= kept.expires_at:
        raise LinkClosed()
    links.check_secret(secret, kept.mark)
    binding = links.Binding(locator, kept.stage, int(kept.expires_at.timestamp()))
    plain = links.open_body(links.Link(locator, secret), server_share(work.means), kept.body, binding, int(work.now.timestamp()))
    body: dict[str, Any] = parse_canonical(plain)
    return kept, body


def server_share(means: Means) -> bytes:
    return means.keys.secret("notifier/link-share")


def outbox_box(means: Means) -> Box:
    return Box(means.keys, "notifier/outbox", means.entropy)
