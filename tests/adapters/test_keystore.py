"""The key store: keys by purpose and epoch, destroyed for everybody at once, whole after any crash, shut without its second share."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.adapters import durable, keygeneration
from dispatch.adapters.entropy import SeededEntropy, os_entropy
from dispatch.adapters.keygeneration import Generation
from dispatch.adapters.keyring import KeyState
from dispatch.adapters.keyroot import Root, open_root
from dispatch.adapters.keystore import FileKeyStore
from dispatch.adapters.refusals import (
    KeyDestroyed,
    KeyNotRotatable,
    KeyStoreDamaged,
    KeyStoreReadable,
    KeyStoreRefused,
    KeyUnknown,
    RootRenewed,
    SecondShareMissing,
    SecondShareShort,
    SecondShareWrong,
)
from dispatch.bootstrap import Settings
from dispatch.kernel.signing import verify

ENTROPY = SeededEntropy(b"tests/keystore", demo=True)
DEK = bytes(range(32))
TYPED = "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z"


def typed(text: str = TYPED) -> Callable[[], str]:
    return lambda: text


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def keys(directory: Path) -> FileKeyStore:
    return FileKeyStore(directory, ENTROPY)


def keys_root(directory: Path) -> Root:
    return open_root((directory / "1" / "root.json").read_bytes(), None)


def the_files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


def test_a_wrapped_key_opens_in_another_process_as_well(keys: FileKeyStore, directory: Path):
    wrapped = keys.wrap("pii", DEK)
    assert FileKeyStore(directory, ENTROPY).unwrap("pii", wrapped) == DEK


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_wrapped_key_with_any_byte_changed_is_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    keys = FileKeyStore(tmp_path_factory.getbasetemp() / "changed-bytes", ENTROPY)
    wrapped = bytearray(keys.wrap("pii", DEK))
    wrapped[data.draw(st.integers(0, len(wrapped) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(KeyStoreRefused):
        keys.unwrap("pii", bytes(wrapped))


@pytest.mark.parametrize("size", [0, 7, 8, 9, 47])
def test_a_wrapped_key_that_is_cut_short_is_refused(keys: FileKeyStore, size: int):
    with pytest.raises(KeyStoreRefused):
        keys.unwrap("pii", keys.wrap("pii", DEK)[:size])


def test_a_key_of_one_purpose_does_not_serve_another(keys: FileKeyStore):
    wrapped = keys.wrap("pii", DEK)
    keys.wrap("bank", DEK)
    with pytest.raises(KeyUnknown):
        keys.unwrap("bank", wrapped)


def test_index_marks_have_16_bytes_and_differ_by_purpose(keys: FileKeyStore, directory: Path):
    mark = keys.mac("index/id_no", b"value")
    assert len(mark) == 16
    assert mark == FileKeyStore(directory, ENTROPY).mac("index/id_no", b"value")
    assert mark != keys.mac("index/phone", b"value")


def test_a_signature_holds_under_the_public_key_of_its_purpose(keys: FileKeyStore):
    verify(keys.public("log-sign"), keys.sign("log-sign", b"message"), b"message")
    assert keys.public("log-sign") != keys.public("role/office")


def test_a_secret_is_made_once_and_kept(keys: FileKeyStore, directory: Path):
    secret = keys.secret("worker/d1")
    assert len(secret) == 32
    assert FileKeyStore(directory, ENTROPY).secret("worker/d1") == secret
    assert keys.secret("worker/d2") != secret


def test_after_a_rotation_old_keys_open_and_only_the_new_one_wraps(keys: FileKeyStore):
    former = keys.wrap("pii", DEK)
    assert keys.rotate("pii", "2026Q4") == "2026Q4"
    assert keys.unwrap("pii", former) == DEK
    assert keys.wrap("pii", DEK)[:8] != former[:8]
    assert [(fact.epoch, fact.state) for fact in keys.facts()] == [("1", KeyState.DECRYPT_ONLY), ("2026Q4", KeyState.ACTIVE)]


def test_rotating_to_an_epoch_that_has_been_changes_nothing(keys: FileKeyStore):
    keys.rotate("pii", "2026Q4")
    keys.rotate("pii", "2027Q1")
    before = keys.facts()
    assert keys.rotate("pii", "2026Q4") == "2027Q1"  # a clock that is behind does not bring an old key back
    assert keys.facts() == before


def test_epochs_without_a_name_are_numbered(keys: FileKeyStore):
    assert [keys.rotate("pii"), keys.rotate("pii"), keys.rotate("pii", "x"), keys.rotate("pii")] == ["1", "2", "x", "4"]


def test_a_signing_key_rotates_to_a_new_public_key(keys: FileKeyStore):
    former = keys.public("log-sign")
    keys.rotate("log-sign", "2027")
    assert keys.public("log-sign") != former


@pytest.mark.parametrize("use", [lambda keys: keys.secret("p"), lambda keys: keys.mac("p", b"")])
def test_index_keys_and_secrets_do_not_rotate(keys: FileKeyStore, use: Callable[[FileKeyStore], bytes]):
    use(keys)
    with pytest.raises(KeyNotRotatable):
        keys.rotate("p")


def test_a_destroyed_epoch_opens_nothing_and_leaves_the_others_alone(keys: FileKeyStore):
    former = keys.wrap("shred", DEK)
    keys.rotate("shred", "2026-12")
    current = keys.wrap("shred", DEK)
    keys.destroy("shred/1")
    assert keys.unwrap("shred", current) == DEK
    with pytest.raises(KeyDestroyed):
        keys.unwrap("shred", former)


def test_with_the_active_epoch_destroyed_nothing_is_wrapped_until_a_rotation(keys: FileKeyStore):
    keys.wrap("shred", DEK)
    keys.destroy("shred/1")
    with pytest.raises(KeyDestroyed):
        keys.wrap("shred", DEK)
    keys.rotate("shred")
    assert keys.unwrap("shred", keys.wrap("shred", DEK)) == DEK


USES: dict[str, Callable[[FileKeyStore], object]] = {
    "wrap": lambda keys: keys.wrap("p", DEK),
    "mac": lambda keys: keys.mac("p", b""),
    "sign": lambda keys: keys.sign("p", b""),
    "public": lambda keys: keys.public("p"),
    "secret": lambda keys: keys.secret("p"),
    "rotate": lambda keys: keys.rotate("p"),
}


@pytest.mark.parametrize("use", USES)
def test_a_destroyed_purpose_is_refused_for_every_use_and_never_made_again(keys: FileKeyStore, directory: Path, use: str):
    keys.secret("p")
    keys.destroy("p")
    keys.destroy("p")
    for store in (keys, FileKeyStore(directory, ENTROPY)):
        with pytest.raises(KeyDestroyed):
            USES[use](store)


def test_a_key_that_one_process_destroys_is_gone_for_the_other(keys: FileKeyStore, directory: Path):
    other = FileKeyStore(directory, ENTROPY)
    wrapped = other.wrap("pii", DEK)
    keys.destroy("pii")
    with pytest.raises(KeyDestroyed):
        other.unwrap("pii", wrapped)


def test_destroying_a_key_overwrites_its_former_file(keys: FileKeyStore, directory: Path):
    keys.secret("worker/d1")
    file = next(path for path in the_files(directory) if path.parent.name == "keys")
    with file.open("rb") as former:
        keys.destroy("worker/d1")
        assert set(former.read()) == {0}
    assert b'"wrapped":""' in file.read_bytes()


def test_destroying_what_was_never_there_is_refused(keys: FileKeyStore):
    for name in ("p", "p/1", ""):
        with pytest.raises(KeyUnknown):
            keys.destroy(name)


def test_destroying_an_epoch_leaves_the_index_key_of_the_purpose(keys: FileKeyStore):
    mark = keys.mac("pii", b"value")
    keys.wrap("pii", DEK)
    keys.destroy("pii/1")
    assert keys.mac("pii", b"value") == mark


def test_files_are_the_owners_alone_and_tell_no_purpose(keys: FileKeyStore, directory: Path):
    keys.secret("worker/d1")
    files = the_files(directory)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (directory, *directory.rglob("*")) if path.is_dir()} == {0o700}
    assert not any("worker" in path.name for path in files)


def test_no_key_lies_in_clear(keys: FileKeyStore, directory: Path):
    secret = keys.secret("worker/d1")
    stored = b"".join(path.read_bytes() for path in the_files(directory))
    assert secret not in stored
    assert secret.hex().encode() not in stored


def test_a_directory_that_others_can_read_is_refused(keys: FileKeyStore, directory: Path):
    directory.chmod(0o750)
    with pytest.raises(KeyStoreReadable) as refusal:
        FileKeyStore(directory, ENTROPY)
    assert f"chmod -R go= {directory}" in refusal.value.chinese


def test_without_a_second_share_the_store_says_so(directory: Path, tmp_path: Path):
    assert FileKeyStore(directory, ENTROPY).single_handed
    assert not FileKeyStore(tmp_path / "two", ENTROPY, typed()).single_handed


def test_the_disk_alone_opens_nothing_where_a_second_share_was_set(directory: Path):
    secret = FileKeyStore(directory, ENTROPY, typed()).secret("worker/d1")
    assert FileKeyStore(directory, ENTROPY, typed(f" {TYPED}\n")).secret("worker/d1") == secret
    with pytest.raises(SecondShareMissing):
        FileKeyStore(directory, ENTROPY)
    with pytest.raises(SecondShareWrong):
        FileKeyStore(directory, ENTROPY, typed(TYPED[::-1]))


def test_a_second_share_is_not_taken_for_a_store_made_without_one(keys: FileKeyStore, directory: Path):
    with pytest.raises(SecondShareWrong):
        FileKeyStore(directory, ENTROPY, typed())


def test_a_second_share_that_could_be_guessed_is_refused(directory: Path):
    with pytest.raises(SecondShareShort):
        FileKeyStore(directory, ENTROPY, typed("password"))
    assert not the_files(directory / "1")


def test_a_new_root_keeps_every_key_and_shuts_out_the_old_share(directory: Path):
    keys = FileKeyStore(directory, ENTROPY, typed())
    wrapped, secret = keys.wrap("pii", DEK), keys.secret("worker/d1")
    keys.renew_root(typed(TYPED[::-1]))
    renewed = FileKeyStore(directory, ENTROPY, typed(TYPED[::-1]))
    assert (renewed.unwrap("pii", wrapped), keys.secret("worker/d1")) == (DEK, secret)
    with pytest.raises(SecondShareWrong):
        FileKeyStore(directory, ENTROPY, typed())


def test_a_process_with_the_former_root_must_start_again(keys: FileKeyStore, directory: Path):
    wrapped = keys.wrap("pii", DEK)
    FileKeyStore(directory, ENTROPY).renew_root()
    for use in (lambda: keys.unwrap("pii", wrapped), lambda: keys.secret("new"), keys.facts):
        with pytest.raises(RootRenewed):
            use()


def test_a_renewal_that_crashed_halfway_leaves_the_former_root_in_force(keys: FileKeyStore, directory: Path):
    wrapped = keys.wrap("pii", DEK)
    half_done = directory / "2" / "keys"
    half_done.mkdir(parents=True)
    (half_done / "0.json").write_bytes(b"written, but no root.json came after it")
    assert FileKeyStore(directory, ENTROPY).unwrap("pii", wrapped) == DEK
    assert not (directory / "2").exists()


def test_a_renewal_that_crashed_before_it_cleared_up_shuts_out_the_former_root(keys: FileKeyStore, directory: Path):
    wrapped = keys.wrap("pii", DEK)
    keygeneration.begin(directory / "2", None, ENTROPY, Generation(directory / "1", keys_root(directory)).read_all())
    with pytest.raises(RootRenewed):
        keys.rotate("pii")  # what the former generation still took would be lost
    assert FileKeyStore(directory, ENTROPY).unwrap("pii", wrapped) == DEK
    assert not (directory / "1").exists()


def test_a_write_that_crashed_halfway_leaves_the_former_file(keys: FileKeyStore, directory: Path):
    wrapped = keys.wrap("pii", DEK)
    (directory / "1" / "keys" / durable.UNFINISHED).write_bytes(b"half of a f")
    assert FileKeyStore(directory, ENTROPY).unwrap("pii", wrapped) == DEK
    keys.rotate("pii")
    assert keys.unwrap("pii", wrapped) == DEK


def test_a_key_file_that_was_changed_is_refused(keys: FileKeyStore, directory: Path):
    keys.secret("a")
    file = next((directory / "1" / "keys").glob("*.json"))
    file.write_bytes(file.read_bytes().replace(b'"kind":"secret"', b'"kind":"index"'))
    with pytest.raises(KeyStoreDamaged):
        keys.secret("a")


def test_a_key_file_put_in_place_of_another_is_refused(keys: FileKeyStore, directory: Path):
    keys.secret("a")
    (first,) = (directory / "1" / "keys").glob("*.json")
    keys.secret("b")
    (second,) = set((directory / "1" / "keys").glob("*.json")) - {first}
    second.write_bytes(first.read_bytes())
    with pytest.raises(KeyStoreDamaged):
        keys.secret("b")


def test_threads_that_ask_first_at_the_same_time_get_one_key(keys: FileKeyStore):
    secrets: list[bytes] = []
    threads = [Thread(target=lambda: secrets.append(keys.secret("worker/d1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(secrets)) == 1
    assert len(secrets) == 8


ROTATE_TWENTY_TIMES = """
import sys; from pathlib import Path
from dispatch.adapters.entropy import os_entropy; from dispatch.adapters.keystore import FileKeyStore
keys = FileKeyStore(Path(sys.argv[1]), os_entropy)
for _ in range(20):
    keys.rotate("pii"); keys.wrap("pii", bytes(32))
"""


def test_processes_that_rotate_at_the_same_time_lose_no_key(directory: Path):
    running = [subprocess.Popen([sys.executable, "-c", ROTATE_TWENTY_TIMES, str(directory)]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    facts = FileKeyStore(directory, os_entropy).facts()
    assert len({fact.epoch for fact in facts}) == 60
    assert sum(fact.state is KeyState.ACTIVE for fact in facts) == 1


def test_the_second_share_comes_from_the_environment(directory: Path):
    assert not FileKeyStore(directory, ENTROPY, Settings.from_env({"DISPATCH_ROOT_SHARE": TYPED}).second_share).single_handed
    assert Settings().second_share is None
