"""Fetching a model, against a server that answers as the hub does."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hub_server import REPO, REVISION, Hub, serving

from assistant.adapters.whisper import hub as fetching
from assistant.adapters.whisper import models, repository
from assistant.adapters.whisper.repository import Progress
from assistant.dialogue.which_model import KnownModel
from assistant.errors import AssistantError, NoSpace, UsageError

Known = tuple[KnownModel, ...]
FILES = {"model.bin", "config.json", "tokenizer.json", "vocabulary.json", "preprocessor_config.json"}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository.time, "sleep", lambda _: None)


def pull(hub: Hub, into: Path, known: Known, told: list[Progress] | None = None) -> Path:
    heard = told if told is not None else []
    return fetching.pull("test.en", into=into, known=known, progress=heard.append, endpoint=hub.url)


def test_the_hubs_own_library_reads_the_tests_hub(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is served here is what the hub serves: its own library takes it for one."""
    from huggingface_hub import HfApi, constants, hf_hub_download

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)  # another test may have loaded a model, for which we set it
    info = HfApi(endpoint=hub.url).model_info(REPO, files_metadata=True)
    large = next(s for s in info.siblings or [] if s.rfilename == "model.bin")
    assert info.sha == REVISION
    assert large.lfs
    path = hf_hub_download(REPO, "model.bin", endpoint=hub.url, local_dir=tmp_path)
    assert Path(path).read_bytes() == hub.files["model.bin"]


def test_a_model_arrives_whole(hub: Hub, tmp_path: Path, known: Known, nano: Path) -> None:
    """Every file that is needed, none that is not, unreadable to others; the progress ends at the end."""
    told: list[Progress] = []
    folder = pull(hub, tmp_path / "models", known, told)
    assert {f.name for f in folder.iterdir()} == FILES | {models.RECORD}
    assert (folder / "model.bin").read_bytes() == (nano / "model.bin").read_bytes()
    assert {f.stat().st_mode & 0o777 for f in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert told[-1].done_bytes == told[-1].total_bytes == sum(len(hub.files[n]) for n in FILES)
    assert models.fault_of(folder) == ""


def test_the_fetched_model_hears(hub: Hub, tmp_path: Path, known: Known) -> None:
    """faster-whisper loads what was fetched."""
    import numpy as np
    from faster_whisper import WhisperModel

    folder = pull(hub, tmp_path, known)
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
    segments, _ = model.transcribe(np.zeros(16_000, np.float32), language="en")
    assert isinstance(list(segments), list)


def test_a_whole_model_is_left_alone(hub: Hub, tmp_path: Path, known: Known) -> None:
    """A second pull asks the hub for nothing."""
    pull(hub, tmp_path, known)
    hub.asked.clear()
    hub.status = 500
    assert pull(hub, tmp_path, known) == tmp_path / "test.en"
    assert hub.asked == []


def test_a_broken_connection_goes_on_by_itself(hub: Hub, tmp_path: Path, known: Known) -> None:
    """The next request asks from the byte on that is missing."""
    hub.cut["model.bin"] = [1_000_000, 2_000_000]
    folder = pull(hub, tmp_path, known)
    assert (folder / "model.bin").read_bytes() == hub.files["model.bin"]
    ranges = [r for name, r in hub.asked if name == "model.bin"]
    starts = [int(r.removeprefix("bytes=").removesuffix("-")) if r else 0 for r in ranges]
    assert len(starts) == 3
    assert 0 == starts[0] < starts[1] < starts[2]


def test_a_dead_connection_is_told_and_what_arrived_is_kept(hub: Hub, tmp_path: Path, known: Known) -> None:
    """The pull after it fetches only the rest."""
    hub.cut["model.bin"] = [2_000_000, *[0] * repository.TRIES]
    with pytest.raises(AssistantError, match="No connection") as e:
        pull(hub, tmp_path, known)
    assert "what arrived is kept" in e.value.hint
    assert not (tmp_path / "test.en").exists()
    assert models.present(tmp_path, brought=tmp_path / "none", known=known) == ()
    hub.asked.clear()
    told: list[Progress] = []
    pull(hub, tmp_path, known, told)
    assert [name for name, _ in hub.asked] == ["model.bin"]
    assert told[0].done_bytes >= 1_500_000


KILLED = """
import sys
from pathlib import Path
from assistant.adapters.whisper.hub import pull
from assistant.dialogue.which_model import KnownModel
known = (KnownModel("test.en", sys.argv[1], "en", 4, 6, 100, 0.1, "MIT"),)
def slowly(p):
    print(p.done_bytes, flush=True)
    if p.done_bytes > 2_000_000:
        sys.stdin.read()
pull("test.en", into=Path(sys.argv[3]), known=known, progress=slowly, endpoint=sys.argv[2])
"""


def test_a_killed_pull_goes_on_where_it_was(hub: Hub, tmp_path: Path, known: Known) -> None:
    """kill -9 in the middle costs nothing that had arrived; while it lives a second pull waits for it."""
    command = [sys.executable, "-c", KILLED, REPO, hub.url, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        while int(child.stdout.readline()) <= 2_000_000:
            pass
        with pytest.raises(AssistantError, match="being fetched already"):
            pull(hub, tmp_path, known)
        child.send_signal(signal.SIGKILL)
    hub.asked.clear()
    told: list[Progress] = []
    pull(hub, tmp_path, known, told)
    assert told[0].done_bytes > 2_000_000
    assert hub.asked[0][1].startswith("bytes=")


def test_a_server_without_ranges_starts_over(hub: Hub, tmp_path: Path, known: Known) -> None:
    """A full answer to a request for the rest is not glued to what was there."""
    hub.knows_ranges = False
    hub.cut["model.bin"] = [1_000_000]
    folder = pull(hub, tmp_path, known)
    assert (folder / "model.bin").read_bytes() == hub.files["model.bin"]


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_a_damaged_file_is_thrown_away_and_told(hub: Hub, tmp_path: Path, known: Known, name: str) -> None:
    """A large file by its sha256, a small one by git's id; the next pull fetches it afresh."""
    hub.spoilt.add(name)
    with pytest.raises(AssistantError, match=f"{name} arrived damaged"):
        pull(hub, tmp_path, known)
    assert not (tmp_path / "test.en").exists()
    hub.spoilt.clear()
    assert models.fault_of(pull(hub, tmp_path, known)) == ""


def test_a_new_version_is_not_glued_to_an_old_part(hub: Hub, tmp_path: Path, known: Known) -> None:
    """The hub replaced the file between two tries: the old part goes, the new file comes."""
    hub.cut["model.bin"] = [2_000_000, *[0] * repository.TRIES]
    with pytest.raises(AssistantError):
        pull(hub, tmp_path, known)
    hub.files["model.bin"] = hub.files["model.bin"][::-1]
    folder = pull(hub, tmp_path, known)
    assert (folder / "model.bin").read_bytes() == hub.files["model.bin"]
    assert {f.name for f in folder.iterdir()} == FILES | {models.RECORD}


def test_a_model_with_a_file_missing_is_put_right(hub: Hub, tmp_path: Path, known: Known) -> None:
    """Only the file that is missing is fetched."""
    folder = pull(hub, tmp_path, known)
    (folder / "tokenizer.json").unlink()
    hub.asked.clear()
    assert models.fault_of(pull(hub, tmp_path, known)) == ""
    assert [name for name, _ in hub.asked] == ["tokenizer.json"]


def test_a_model_that_lost_its_end_is_put_right(hub: Hub, tmp_path: Path, known: Known) -> None:
    """Only the end is fetched; a file that is wrong in full length is fetched anew."""
    folder = pull(hub, tmp_path, known)
    with (folder / "model.bin").open("r+b") as stream:
        stream.truncate(4_000_000)
    (folder / "config.json").write_bytes(b"x" * len(hub.files["config.json"]))
    hub.asked.clear()
    pull(hub, tmp_path, known)
    assert hub.asked == [("config.json", ""), ("model.bin", "bytes=4000000-")]
    assert (folder / "config.json").read_bytes() == hub.files["config.json"]


def test_no_network(tmp_path: Path, known: Known, nano: Path) -> None:
    """One sentence, and what still works."""
    with serving(nano) as gone:
        pass
    with pytest.raises(AssistantError, match="No connection to 127") as e:
        pull(gone, tmp_path, known)
    assert "works without" in e.value.hint


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "does not have"), (401, "does not have"), (503, "cannot answer"), (429, "cannot answer")],
)
def test_the_hub_refuses(hub: Hub, tmp_path: Path, known: Known, status: int, words: str) -> None:
    """Gone for good and busy for now are different things to do about."""
    hub.status = status
    with pytest.raises(AssistantError, match=words):
        pull(hub, tmp_path, known)


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>Welcome to the hotel</html>",
        b"[]",
        b'{"sha": "../..", "siblings": []}',
        json.dumps({"sha": REVISION, "siblings": []}).encode(),
        json.dumps({"sha": REVISION, "siblings": [{"rfilename": "model.bin", "size": 1, "blobId": "../x"}]}).encode(),
    ],
)
def test_something_else_answers(hub: Hub, tmp_path: Path, known: Known, answer: bytes) -> None:
    """A network's sign-in page is not taken for a model."""
    hub.listing = answer
    with pytest.raises(AssistantError, match="other than the hub"):
        pull(hub, tmp_path, known)


def test_an_unknown_name_gets_the_nearest(tmp_path: Path, known: Known) -> None:
    """No request goes out for it."""
    with pytest.raises(UsageError) as e:
        fetching.pull("tets.en", into=tmp_path, known=known, progress=print)
    assert e.value.hint == "Did you mean test.en?"


def test_what_comes_along_is_not_fetched(tmp_path: Path, known: Known) -> None:
    """The nano model is no model to fetch."""
    with pytest.raises(UsageError, match="comes with the program"):
        fetching.pull("whisper-nano", into=tmp_path, known=known, progress=print)


def test_no_room_is_told_before_the_first_byte(
    hub: Hub, tmp_path: Path, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how much is needed and how much there is."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 3_000_000))
    with pytest.raises(NoSpace, match=r"needs 105 MB .* 3 MB are free"):
        pull(hub, tmp_path, known)
    assert hub.asked == []


FULL_DISK = """
mount -t tmpfs -o size=3m none "$2" && exec "$1" -c '
import sys
from pathlib import Path
from assistant.adapters.whisper import hub
from assistant.dialogue.which_model import KnownModel
from assistant.errors import NoSpace
hub.SPARE_BYTES = -10**9
known = (KnownModel("test.en", sys.argv[3], "en", 4, 6, 100, 0.1, "MIT"),)
try:
    hub.pull("test.en", into=Path(sys.argv[1]), known=known, progress=lambda _: None, endpoint=sys.argv[2])
except NoSpace as e:
    print(e.message, sum(f.stat().st_size for f in Path(sys.argv[1]).glob(".test.en.part/model.bin.*")))
' "$2" "$3" "$4"
"""


def _works(*command: str) -> bool:
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_disk_that_fills_on_the_way(hub: Hub, tmp_path: Path) -> None:
    """A real full disk: one sentence, and what fitted is kept."""
    ways = [way for way in ("-m", "-rm") if _works("unshare", way, "true")]
    if not ways:
        pytest.skip("unshare cannot mount a small disk here")
    command = ["unshare", ways[0], "bash", "-c", FULL_DISK, "bash", sys.executable, str(tmp_path), hub.url, REPO]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("The disk is full."), done.stderr
    assert int(done.stdout.split()[-1]) > 1_000_000


def test_a_folder_that_cannot_be_written(hub: Hub, tmp_path: Path, known: Known) -> None:
    """The system's word, and where to look."""
    (tmp_path / "file").touch()
    with pytest.raises(AssistantError, match="cannot be written"):
        pull(hub, tmp_path / "file" / "models", known)
    (tmp_path / models.LOCK).mkdir()  # no file can be opened for writing there
    with pytest.raises(AssistantError, match="cannot be written"):
        pull(hub, tmp_path, known)


def test_no_name_and_no_token_go_along(hub: Hub, tmp_path: Path, known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub learns which model, and nothing else of the person or the machine."""
    from requests import Request

    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login dana password secret\n")
    with repository.open_session() as session:
        sent = session.prepare_request(Request("GET", hub.url)).headers
    assert sorted(sent) == ["Accept", "Accept-Encoding", "Connection", "User-Agent"]
    assert sent["User-Agent"] == "between-journal"
