"""prompts/private_names.toml: names that may stand for a person."""

from pathlib import Path

from assistant.adapters import prompt_file


def load(path: Path) -> tuple[str, ...]:
    """Raises UsageError with the line of a fault."""
    top = prompt_file.read(path)
    top.only("version", "names")
    names = top.texts("names")
    again = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if again is not None:
        raise top.fault("names", f"{again} is there twice")
    return names
