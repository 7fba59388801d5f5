"""A party's own directory: its keys, its operator's limits, its trust file and its memory; nobody else's machine holds it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from dispatch.agents.diary import Diary
from dispatch.agents.equipment import Equipment
from dispatch.agents.files import alone_in, read_json, secret_of, write_json, write_whole
from dispatch.agents.mirror import Mirror
from dispatch.agents.operator import Limits, Operator, read_limits
from dispatch.agents.refusals import AnotherAgent, NoCentreAddress, NoSuchAgent, NoTrustFile
from dispatch.kernel.ports import Entropy
from dispatch.kernel.signing import Ed25519Signer
from dispatch.witness.trust import Trust, parse_trust


@dataclass(frozen=True, slots=True)
class PartyHome:
    """The directory of one party's agent."""

    path: Path
    entropy: Entropy
    open_diary: Callable[[Path], Diary] = Diary

    @property
    def name(self) -> str:
        return str(self._settings()["party"])

    @property
    def public(self) -> bytes:
        """The Ed25519 key that stands in manifests and in the trust file."""
        return self._signer().public

    @property
    def custody_public(self) -> bytes:
        """The X25519 key to which dse1 envelopes for this party are sealed."""
        return X25519PrivateKey.from_private_bytes(self._custody()).public_key().public_bytes_raw()

    @property
    def title(self) -> str:
        """What the party is called in words."""
        return str(self._settings().get("title") or self.name)

    @property
    def supervisor(self) -> bool:
        return bool(self._settings()["supervisor"])

    @property
    def centre(self) -> str:
        """The centre's address. Raises NoCentreAddress."""
        address = str(self._settings().get("centre", ""))
        if not address:
            raise NoCentreAddress()
        return address

    def set_centre(self, address: str) -> None:
        write_json(self.path / "party.json", {**self._settings(), "centre": address})

    @property
    def has_trust(self) -> bool:
        return (self.path / "trust.json").exists()

    def give_trust(self, text: bytes) -> Trust:
        """Puts the trust file in, checked; it comes by another way than anything that the centre hands out."""
        trust = parse_trust(text)
        write_whole(self.path / "trust.json", text)
        return trust

    def set_limits(self, limits: Limits) -> None:
        write_json(self.path / "party.json", {**self._settings(), "limits": limits.as_value()})

    def alone(self) -> AbstractContextManager[None]:
        """Two copies of the agent over this directory take turns: each sees what the other has signed before it signs."""
        return alone_in(self.path)

    def equip(self) -> Equipment:
        """Opens everything; raises NoSuchAgent, NoTrustFile."""
        settings, trust_file = self._settings(), self.path / "trust.json"
        if not trust_file.exists():
            raise NoTrustFile()
        trust, diary = parse_trust(trust_file.read_bytes()), self.open_diary(self.path / "diary.sqlite")
        return Equipment(
            j=settings["party"],
            supervisor=self.supervisor,
            signer=self._signer(),
            custody=self._custody(),
            trust=trust,
            diary=diary,
            mirror=Mirror(diary, trust),
            operator=Operator(diary, read_limits(settings["limits"])),
            entropy=self.entropy,
        )

    def _settings(self) -> dict[str, Any]:
        if not (self.path / "party.json").exists():
            raise NoSuchAgent(home=self.path.name)
        settings: dict[str, Any] = read_json(self.path / "party.json")
        return settings

    def _signer(self) -> Ed25519Signer:
        return Ed25519Signer(secret_of(self.path / "sign.key", self.entropy))

    def _custody(self) -> bytes:
        return secret_of(self.path / "custody.key", self.entropy)


def init_party(path: Path, name: str, entropy: Entropy, *, supervisor: bool = False, title: str = "") -> PartyHome:
    """Makes a party's directory; on one that is this party's already it changes nothing. Raises AnotherAgent."""
    home = PartyHome(path, entropy)
    if (path / "party.json").exists():
        if home.name != name:
            raise AnotherAgent(home=path.name, name=home.name)
        return home
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_json(path / "party.json", {"party": name, "title": title, "supervisor": int(supervisor), "limits": Limits().as_value()})
    return PartyHome(path, entropy) if home.public and home.custody_public else home
