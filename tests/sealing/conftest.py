"""One key store for a whole test module, so that property tests need no disk for each example."""

from __future__ import annotations

import pytest

from dispatch.adapters.keystore import FileKeyStore
from tests.sealing.builders import a_key_store


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> FileKeyStore:
    return a_key_store(tmp_path_factory.mktemp("sealing"))
