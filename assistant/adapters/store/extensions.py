"""DuckDB's extensions come as packages of the very same version, and are loaded by path: DuckDB would fetch them."""

import importlib.util
from pathlib import Path

import duckdb

from assistant.errors import PartMissing


def extension(name: str) -> Path:
    """Such as `httpfs` or `fts`. Raises PartMissing."""
    package = importlib.util.find_spec(f"duckdb_extension_{name}")
    for folder in (package.submodule_search_locations or ()) if package else ():
        file = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if file.is_file():
            return file
    wanted = f"duckdb-extension-{name}=={duckdb.__version__}"
    raise PartMissing(f"A part of Between is missing: {wanted}.", f"Install it: pip install {wanted}")
