"""A packed file is measured by unpacking it, not by what it says about itself."""

from __future__ import annotations

import io
import zipfile

import pytest

from dispatch.intake import zip_guard
from dispatch.intake.refusals import DamagedFile, OpensTooLarge
from dispatch.intake.zip_guard import check_zip


def packed(size: int, **members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * size)
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_ordinary_file_passes() -> None:
    check_zip(packed(1000, a=b"x"))


def test_bomb_is_refused_before_it_is_opened() -> None:
    with pytest.raises(OpensTooLarge):
        check_zip(packed(zip_guard.RATIO_FROM + 2**20))


def test_bomb_that_lies_about_its_size_is_refused_all_the_same() -> None:
    honest = packed(zip_guard.RATIO_FROM + 2**20)
    size = (zip_guard.RATIO_FROM + 2**20).to_bytes(4, "little")
    with pytest.raises(OpensTooLarge):
        check_zip(honest.replace(size, (100).to_bytes(4, "little")))


def test_sum_of_many_members_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "LARGEST_UNPACKED", 5000)
    with pytest.raises(OpensTooLarge):
        check_zip(packed(3000, a=b"\0" * 3000))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MOST_MEMBERS", 1)
    with pytest.raises(OpensTooLarge):
        check_zip(packed(1, a=b"x"))


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + bytes(100), packed(1000)[:-30]])
def test_broken_archive_is_refused(content: bytes) -> None:
    with pytest.raises(DamagedFile):
        check_zip(content)
