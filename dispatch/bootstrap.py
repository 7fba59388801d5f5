"""The only place that builds adapters: from settings to one frozen object that entry points use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError

from dispatch.adapters.clock import system_clock
from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.keyroot import SecondShare
from dispatch.adapters.keystore import FileKeyStore
from dispatch.kernel.ports import Clock, Entropy
from dispatch.refusals import BadSetting, DatabaseUnreachable
from dispatch.store.base import engine_for
from dispatch.store.migrate import bring_up_to_date
from dispatch.store.unit_of_work import SqlUnitOfWork, units_of_work
from dispatch.workflow.means import Means, Party
from dispatch.workflow.work import Work
from policies import brought
from policies.profiles import DEFAULT, profile_names
from policies.vocabulary.expert import Bank

PREFIX = "DISPATCH_"
LOCAL = "localhost:8080"  # where `serve` stands unless told otherwise


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; an unknown DISPATCH_ variable stops the start, so that a typing error is not a silent default."""

    data_dir: Path = Path("var")
    database_url: str = ""
    profile: str = DEFAULT
    demo: bool = False
    host: str = LOCAL
    root_share: str = ""
    trusted_proxy: str = ""

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Settings:
        """Raises BadSetting for an unknown name or a value that does not fit."""
        given = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
        unknown = sorted(set(given) - {"data_dir", "database_url", "profile", "demo", "host", "root_share", "trusted_proxy"})
        if unknown:
            raise BadSetting(name=f"{PREFIX}{unknown[0].upper()}", why="没有这个设置项", why_en="there is no such setting")
        if given.get("demo", "0") not in ("0", "1"):
            raise BadSetting(name="DISPATCH_DEMO", why="只能是 0 或 1", why_en="it is 0 or 1")
        brought.look_in(Path(given.get("data_dir", "var")))
        if given.get("profile", DEFAULT) not in profile_names():
            known = "、".join(profile_names())
            raise BadSetting(
                name="DISPATCH_PROFILE", why=f"没有这个地区方案，可用：{known}", why_en=f"there is no such profile; known: {known}"
            )
        return cls(
            data_dir=Path(given.get("data_dir", "var")),
            database_url=given.get("database_url", ""),
            profile=given.get("profile", DEFAULT),
            demo=given.get("demo", "0") == "1",
            host=given.get("host", LOCAL),
            root_share=given.get("root_share", ""),
            trusted_proxy=given.get("trusted_proxy", ""),
        )

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{(self.data_dir / 'dispatch.db').absolute()}"

    @property
    def second_share(self) -> SecondShare | None:
        """What the second person adds to the root of the key store, where this centre has one."""
        return (lambda: self.root_share) if self.root_share else None

    def make_folder(self) -> None:
        """Makes the data directory where it is not there yet. Raises BadSetting."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as fault:
            why, why_en = f"不能建立目录{self.data_dir}", f"the folder {self.data_dir} cannot be made"
            raise BadSetting(name="DISPATCH_DATA_DIR", why=why, why_en=why_en) from fault


@dataclass(frozen=True, slots=True)
class Services:
    """Everything an entry point needs; made once for each process."""

    settings: Settings
    means: Means
    clock: Clock
    open_uow: Callable[..., AbstractContextManager[SqlUnitOfWork]]

    @contextmanager
    def work(self, *, reads_only: bool = False) -> Iterator[Work]:
        """An open unit of work with the time read once; it commits when the block ends."""
        with self.open_uow(reads_only=reads_only) as uow:
            yield Work(uow, self.means, self.clock())

    def check_log(self) -> None:
        """Before a node begins its work: raises LogDamaged over a log that was shortened or altered."""
        with self.open_uow(reads_only=True) as uow:
            uow.log.check()

    @property
    def demo(self) -> bool:
        return self.settings.demo


def build(settings: Settings, *, clock: Clock = system_clock, entropy: Entropy = os_entropy) -> Services:
    """The services of a node on `settings`; makes the data directory, and brings the tables up to date."""
    settings.make_folder()
    brought.look_in(settings.data_dir)
    keys = FileKeyStore(settings.data_dir / "keys", entropy, settings.second_share)
    centre = _centre(settings.data_dir / "centre.json")
    means = Means(
        keys=keys,
        entropy=entropy,
        origin=centre["origin"],
        parties=tuple(_party(entry) for entry in centre["parties"]),
        trust=centre["trust"],
        profile=settings.profile,
        host=settings.host,
        demo=settings.demo,
        beacon=centre.get("beacon"),
        payer=Bank(**centre["payer"]) if centre.get("payer") else None,
    )
    engine = _database(settings.url)
    return Services(settings, means, clock, units_of_work(engine, means.origin))


def _database(url: str) -> Engine:
    """An engine whose tables are up to date. Raises BadSetting for an address that is none, DatabaseUnreachable."""
    try:
        engine = engine_for(url)
    except (ArgumentError, ImportError) as fault:
        why, why_en = "数据库地址写法不对，应如 postgresql+psycopg://用户@主机/库名", "write it like postgresql+psycopg://user@host/name"
        raise BadSetting(name="DISPATCH_DATABASE_URL", why=why, why_en=why_en) from fault
    try:
        bring_up_to_date(engine)
    except DatabaseError as fault:
        raise DatabaseUnreachable() from fault
    return engine


def _centre(path: Path) -> dict[str, Any]:
    """Who the parties and witnesses are; written by `party init` and `witness init`, or by the embedded mode."""
    if not path.exists():
        return {"origin": "unnamed/embedded", "parties": [], "trust": {}}
    centre: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return centre


def _party(entry: Mapping[str, Any]) -> Party:
    return Party(entry["token"], entry["name"], bytes.fromhex(entry["public"]), bytes.fromhex(entry["custody"]), entry["links"])
