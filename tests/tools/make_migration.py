"""Writes the next migration: what the tables in dispatch/store/tables have and the migrations so far have not.

`make migration NAME=word`; before the first release, 0001 may be deleted and written again: its revision is a digest of the tables, so that
a database of former tables is refused, and not taken for one of these. (Alembic takes the beginning of a revision for the whole.)
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from dispatch.store import schema
from dispatch.store.base import Row, engine_for
from dispatch.store.migrate import MIGRATIONS, bring_up_to_date
from tests.store.databases import described

VERSIONS = MIGRATIONS / "versions"


def main(name: str) -> str:
    """Writes versions/NNNN_name.py, or nothing if there is nothing to write; returns a sentence."""
    VERSIONS.mkdir(exist_ok=True)
    number = f"{len(list(VERSIONS.glob('[0-9]*.py'))) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(f"sqlite:///{Path(folder) / 'scratch.db'}")
        bring_up_to_date(engine)
        with engine.connect() as connection:
            if not compare_metadata(MigrationContext.configure(connection), Row.metadata):
                return "no table has changed: nothing written"
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.set_main_option("file_template", f"{number}_%%(slug)s")
            config.attributes["connection"] = connection
            command.revision(config, message=name, rev_id=_digest(Path(folder)), autogenerate=True)
    return f"wrote {VERSIONS.name}/{number}_{name}.py: read it, then run tests/store/test_migrations.py"


def _digest(folder: Path) -> str:
    """Of all tables with their indexes and guards, as SQLite has them."""
    engine = engine_for(f"sqlite:///{folder / 'digest.db'}")
    with engine.begin() as connection:
        Row.metadata.create_all(connection)
        schema.guard(connection)
    return hashlib.sha256("\n".join(described(engine)).encode()).hexdigest()[:8]


if __name__ == "__main__":
    print(main(sys.argv[1]))
