"""A witness's own directory: its key, the logs it watches, and the size and root that it cosigned last of each."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch.agents.files import alone_in, read_json, secret_of, write_json
from dispatch.agents.refusals import AnotherAgent, NoSuchAgent
from dispatch.kernel.ports import Entropy
from dispatch.kernel.signing import Ed25519Signer
from dispatch.witness.cosign import Kept
from dispatch.witness.vkey import LOG_KIND, VerifierKey, read_verifier_key, witness_key


@dataclass(frozen=True, slots=True)
class WitnessHome:
    """The directory of one witness."""

    path: Path
    entropy: Entropy

    @property
    def name(self) -> str:
        return str(self._settings()["witness"])

    @property
    def signer(self) -> Ed25519Signer:
        return Ed25519Signer(secret_of(self.path / "sign.key", self.entropy))

    @property
    def verifier_key(self) -> VerifierKey:
        """What readers put into their trust files."""
        return witness_key(self.name, self.signer.public)

    def logs(self) -> dict[str, VerifierKey]:
        """The logs that this witness cosigns, by origin."""
        keys = [read_verifier_key(text, LOG_KIND) for text in self._settings()["logs"]]
        return {key.name: key for key in keys}

    def watch(self, log: str) -> VerifierKey:
        """Adds a log by its verifier key; one that is watched already changes nothing. Raises BadVerifierKey, AnotherAgent."""
        key, known = read_verifier_key(log, LOG_KIND), self.logs()
        if known.get(key.name, key) != key:
            raise AnotherAgent(home=self.path.name, name=key.name)
        settings = self._settings()
        write_json(self.path / "witness.json", {**settings, "logs": sorted({*settings["logs"], log})})
        return key

    def kept(self, origin: str) -> Kept:
        """What was cosigned last of this log; nothing at first."""
        file = self._kept_file(origin)
        if not file.exists():
            return Kept()
        found = read_json(file)
        return Kept(int(found["size"]), bytes.fromhex(found["root"]))

    def keep(self, origin: str, kept: Kept) -> None:
        """On the disk when it returns; the answer to the log comes after."""
        write_json(self._kept_file(origin), {"origin": origin, "size": kept.size, "root": kept.root.hex()})

    def keep_alarm(self, what: str, submission: str) -> None:
        """Keeps what was refused as evidence against the log."""
        mark = hashlib.sha256(submission.encode()).hexdigest()[:16]
        write_json(self.path / "alarms" / f"{mark}.json", {"what": what, "submission": submission})

    def alarms(self) -> list[str]:
        folder = self.path / "alarms"
        return [str(read_json(file)["what"]) for file in sorted(folder.glob("*.json"))] if folder.exists() else []

    def alone(self) -> AbstractContextManager[None]:
        """Only one answer at a time, in whatever process: two would both start from the same kept size."""
        return alone_in(self.path)

    def _kept_file(self, origin: str) -> Path:
        return self.path / "kept" / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.json"

    def _settings(self) -> dict[str, Any]:
        if not (self.path / "witness.json").exists():
            raise NoSuchAgent(home=self.path.name)
        settings: dict[str, Any] = read_json(self.path / "witness.json")
        return settings


def init_witness(path: Path, name: str, entropy: Entropy) -> WitnessHome:
    """Makes a witness's directory; on one that is this witness's already it changes nothing. Raises AnotherAgent, BadVerifierKey."""
    home = WitnessHome(path, entropy)
    if (path / "witness.json").exists():
        if home.name != name:
            raise AnotherAgent(home=path.name, name=home.name)
        return home
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    witness_key(name, home.signer.public)
    write_json(path / "witness.json", {"witness": name, "logs": []})
    return home
