"""What must never lie in clear where the centre keeps things: everything that would tell a person, a result, a link or a key."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dispatch.adapters.keyfolder import KeyFolder
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.draw_course import open_draw
from dispatch.workflow.draw_log import history_of
from dispatch.workflow.draw_values import sound_values
from dispatch.workflow.gate import passages
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.work import Work
from tests.workflow.world import World

DATABASE = "dispatch.db"
VENUES = frozenset({"venue", "seat_plan"})  # where booths are listed, without a person


@dataclass(frozen=True, slots=True)
class Needle:
    """One secret: what it is, in words, and its bytes."""

    what: str
    raw: bytes

    def spellings(self) -> set[bytes]:
        """As it is, and as somebody might have written it down."""
        plain = {self.raw, self.raw.hex().encode(), self.raw.hex().upper().encode()}
        return plain | {base64.b64encode(self.raw).rstrip(b"="), base64.urlsafe_b64encode(self.raw).rstrip(b"=")}


def text(what: str, word: str) -> Needle:
    return Needle(what, word.encode())


def of_people(world: World) -> Iterator[Needle]:
    """Everybody in the pool, drawn or not."""
    for expert in world.people.experts.values():
        yield text("name", expert.identity.name)
        yield text("identity number", expert.identity.id_no)
        yield text("telephone", expert.contact.phone)
        yield text("card", expert.bank.card)
        yield text("employer", expert.employer)
        yield text("employer's credit code", expert.employer_uscc)
    with world.services.work(reads_only=True) as work:
        codec = PersonCodec(work.means.keys, work.means.entropy)
        handles = [codec.handle_of(person) for person in work.uow.registry.persons()]
    yield from (Needle("handle", handle) for handle in handles)


def of_links(world: World) -> Iterator[Needle]:
    for letter in world.people.letters.values():
        if letter.link[1]:
            yield text("secret of a link", letter.link[1])
            yield Needle("secret of a link", base64.urlsafe_b64decode(letter.link[1] + "=="))


def of_draws(world: World) -> Iterator[Needle]:
    """Who was drawn, in which round, by which seed and values; who sits where."""
    with world.services.work(reads_only=True) as work:
        for draw in work.uow.draws.all():
            if recalls(draw.m, "frame", uow=work.uow):
                yield from _of_draw(draw.m, work)
        for record in work.uow.tenders.all():
            for _, passage in passages(record, work).values():
                yield from (text(f"passage: {name}", value) for name, value in asdict(passage).items() if name in ("gate", "booth_code"))


def _of_draw(m: str, work: Work) -> Iterator[Needle]:
    opened = open_draw(m, work)
    yield Needle("k_id", bytes.fromhex(opened.plan["k_id"]))
    yield Needle("k_grp", bytes.fromhex(opened.plan["k_grp"]))
    yield from (Needle("pool id", bytes.fromhex(id)) for id in opened.frame.row_of)
    for r in range(65):
        for value in sound_values(opened, history_of(opened.manifest, m, work.uow), r, work).values():
            yield Needle("value of a party", value)
        if recalls(m, f"round/{r}", uow=work.uow):
            kept = recall(m, f"round/{r}", work)
            yield Needle("seed", bytes.fromhex(kept["seed"]))
            yield Needle("salt of a result", bytes.fromhex(kept["salt"]))


def of_keys(world: World) -> Iterator[Needle]:
    """Every key of the centre, and every secret of the parties and witnesses that live in the same process."""
    folder = KeyFolder(world.folder / "keys", world.rest, None)
    for ring in folder.rings():
        yield from (Needle(f"key {ring.purpose}", key.secret) for key in ring.keys)
    for path in sorted([*world.folder.glob("parties/*/*.key"), *world.folder.glob("witnesses/*/*.key")]):
        yield Needle(f"key file {path.name}", bytes.fromhex(path.read_text().strip()))


def everything(world: World) -> list[Needle]:
    return [*of_people(world), *of_links(world), *of_draws(world), *of_keys(world)]


def found(needles: Iterable[Needle], haystack: bytes) -> list[str]:
    """What was found, without the secret itself."""
    return sorted({needle.what for needle in needles if any(spelling in haystack for spelling in needle.spellings())})


def database_bytes(folder: Path) -> bytes:
    """Database, journal and shared memory, byte by byte as they lie on the disk."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.glob(f"{DATABASE}*")))


def database_values(folder: Path, *, without: frozenset[str] = frozenset()) -> bytes:
    """Every value of every table: a long one lies on several pages of the file, and would not be found there in one piece."""
    with sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if name not in without]
        rows = [row for name in names for row in connection.execute(f'SELECT * FROM "{name}"')]
    return b"\0".join(_spelled(value) for row in rows for value in row)


def _spelled(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
