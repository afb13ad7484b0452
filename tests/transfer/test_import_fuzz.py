"""Whatever is in a file, a reader answers with entries or with one sentence of ours."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from foreign import day_one_entry, day_one_json, here, jrnl_entry, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_import_twice import Journal

from assistant.adapters.transfer import readers
from assistant.adapters.transfer.readers import Form
from assistant.errors import AssistantError

LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["2026-11-20", "2026-11-20T22:30:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00Z", "22:30"]
    ),
)
ANY = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = """title body date time tags starred uuid creationDate timeZone text richText audios photos videos
pdfAttachments location weather""".split()
ENTRY = st.dictionaries(st.sampled_from(KEYS), ANY, max_size=8)
JOURNAL = st.fixed_dictionaries({"entries": st.lists(ENTRY | ANY, max_size=4)}, optional={"metadata": ANY, "tags": ANY})
LINE = st.sampled_from(
    [
        "---",
        "date: 2026-11-20",
        "date: [",
        "tags: &a [*a]",
        "tags: {a: b}",
        "title: |",
        "[2026-11-20 22:30] Slept. *",
        "[9999-99-99 99:99] x",
        "2012-03-29 09:00 x",
        "# Mother",
        "",
        "\x0b",
        "I said no.",
        "\ufeff",
        "  - a",
        "...",
        "? a",
    ]
)
NAMES = ("Journal.json", "2026-11-20.md", "a.txt", "a.zip", "a")
FORMS: list[Form | None] = [None, "between", "jrnl", "dayone", "notes"]
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def good_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Journal.json", day_one_json(day_one_entry("I said no.", audios=[{"md5": "a"}])))
        packed.writestr("audios/a.m4a", b"sound")
    return out.getvalue()


GOOD = (
    good_zip(),
    day_one_json(day_one_entry("I said no.", photos=[{}])),
    json.dumps({"tags": {}, "entries": [jrnl_entry("I said no."), jrnl_entry("Slept.", starred=True)]}).encode(),
    b"[2026-11-20 22:30] I said no.\nThen I slept.\n\n[2026-11-21 22:30] Slept.\n",
    b"---\ndate: 2026-11-20\ntags: [a, b]\n---\n# Mother\nI said no.\n",
    "[2026-11-20 22:30] Café.\n".encode("utf-16"),
)


@contextmanager
def a_file(name: str, data: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def holds(name: str, data: bytes, form: Form | None) -> None:
    """Every entry that is found has words that a journal can hold, and all that goes wrong is one of ours."""
    with (
        a_file(name, data) as path,
        suppress(AssistantError),
        readers.parcel(path, form=form, here=here()) as parcel,
    ):
        for found in parcel.found:
            assert len(found.uid) == 32
            assert found.has_sound or all(words(found))


@QUICK
@given(st.sampled_from(NAMES), st.binary(max_size=200), st.sampled_from(FORMS))
def test_any_bytes(name: str, data: bytes, form: Form | None) -> None:
    """Of no kind at all."""
    holds(name, data, form)


@QUICK
@given(JOURNAL | ANY, st.sampled_from(FORMS))
def test_any_json(value: object, form: Form | None) -> None:
    """With the right keys and the wrong values, or neither."""
    holds("Journal.json", json.dumps(value).encode(), form)


@QUICK
@given(st.lists(LINE | st.text(max_size=30), max_size=8), st.sampled_from(NAMES), st.sampled_from(FORMS))
def test_any_text(lines: list[str], name: str, form: Form | None) -> None:
    """Heads of jrnl and front matter in any order, between any words."""
    holds(name, "\n".join(lines).encode("utf-8", "surrogatepass"), form)


@QUICK
@given(st.sampled_from(GOOD), st.data(), st.sampled_from(FORMS))
def test_a_good_export_that_was_changed(good: bytes, data: st.DataObject, form: Form | None) -> None:
    """A few bytes are others, or it is cut off."""
    changed = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    holds("export", bytes(changed[: data.draw(st.integers(1, len(changed)))]), form)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4))
def test_any_words_come_in_as_they_are(texts: list[str]) -> None:
    """The journal gives back what the reader made of them, and all of it is known the second time."""
    with tempfile.TemporaryDirectory() as folder:
        into = Journal(Path(folder) / "home")
        entries = [jrnl_entry(said, at=f"2026-11-{n + 1:02} 22:30") for n, said in enumerate(texts)]
        path = Path(folder) / "jrnl.json"
        path.write_text(json.dumps({"tags": {}, "entries": entries}))
        with readers.parcel(path, form=None, here=here()) as parcel:
            said = [" ".join(words(found)) for found in parcel.found]
        new, *_ = into.bring_in(path)
        assert new == len(said)
        assert into.texts() == said if said else not into.home.database.exists()
        assert into.bring_in(path)[:3] == (0, new, 0)
