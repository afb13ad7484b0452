"""What a Markdown file says of itself above its words, between two lines of `---`. The only room that knows YAML."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 20_000
"""Characters; anything longer is a text that begins with a rule."""
MOST_TAGS = 50

_BLOCK = re.compile(r"\ufeff?---[ \t]*\n(?P<yaml>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def split(text: str) -> tuple[dict[str, Any], str]:
    """Its keys, in small letters, and the words below. What is no front matter is words, and none is lost."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    block = _BLOCK.match(text[:LONGEST])
    says = _parsed(block["yaml"]) if block else None
    if block is None or says is None:
        return {}, text.removeprefix("\ufeff")
    return says, text[block.end() :]


def _parsed(source: str) -> dict[str, Any] | None:
    """None where it is no mapping. Every value is as it was written: nothing is made of a date that is none.

    PyYAML's BaseLoader knows texts, lists and mappings, and nothing that could run.
    """
    import yaml

    try:
        value = yaml.load(source, yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(value, dict):
        return None
    return {str(key).strip().lower(): inner for key, inner in value.items() if isinstance(key, str)}


def written(about: Mapping[str, Any]) -> str:
    """The same in the other direction, keys in their order."""
    import yaml

    # the one in C takes a twentieth of the time; not every build of PyYAML has it
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    # never wrapped: a long question stays on its line
    says = yaml.dump(dict(about), Dumper=dumper, sort_keys=False, allow_unicode=True, width=10**6)
    return f"---\n{says}---\n"


def tags(says: dict[str, Any]) -> Iterator[str]:
    """`tags: [a, b]`, `tags: a, b`, or a list below it."""
    value = says.get("tags") or says.get("tag") or []
    several = re.split(r"[,\s]+", value) if isinstance(value, str) else value
    if isinstance(several, list):
        yield from (tag for tag in several[:MOST_TAGS] if isinstance(tag, str))
