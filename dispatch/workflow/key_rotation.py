"""轮换密钥: each quarter and month new keys for what is sealed from then on; the former ones only open. Two persons, and a log entry.

Source: docs/spec/sealing.md §2. Nothing that is stored changes; destroying a former epoch is another matter, for which everything
wrapped under it must be wrapped anew first (`dispatch.workflow.experts.entries.rewrap`, `PersonCodec.rewrapped`).
"""

from __future__ import annotations

from typing import Any

from dispatch.draw.tender_numbers import folded
from dispatch.sealing.epochs import epochs_at
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.experts.refusals import AnotherPerson
from dispatch.workflow.signed_off import done, log_done
from dispatch.workflow.work import Work

ROTATED, KIND = "keys-rotated", "keys"


def rotate_keys(act: Act, second: str, work: Work) -> dict[str, str]:
    """The epochs of today, in force for each purpose from now on; where they are already nothing happens but the entry.

    Raises AnotherPerson where one person stands for both.
    """
    if folded(act.by) == folded(second) or not folded(second):
        raise AnotherPerson(what="在场见证轮换密钥", what_en="to be there when keys are rotated", than="经办人")
    epochs = epochs_at(work.now)
    who = {"by": act.by, "with": second, "why": act.why}
    log_done({"e": ROTATED, "epochs": epochs, "at": work.now.isoformat()}, who, work, kind=KIND)  # first: a key without an entry were worse
    for purpose, epoch in epochs.items():
        work.means.keys.rotate(purpose, epoch)
    return epochs


def rotations(work: Work) -> list[dict[str, Any]]:
    """Every rotation so far, oldest first: epochs, when, by whom, with whom, why."""
    return list(done(ROTATED, work, kind=KIND))
