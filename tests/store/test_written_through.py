"""What is answered stands on the disk; only tests, in which no machine dies, do not wait for it."""

from __future__ import annotations


def test_outside_of_tests_a_change_is_on_the_disk_before_anybody_goes_on(written_through: tuple[str, ...]) -> None:
    assert written_through.count("synchronous=FULL") == 2, "the service and the agents' diaries"
