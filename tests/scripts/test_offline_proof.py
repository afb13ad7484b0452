"""The proof of being offline, on real commands in a real world without network."""

import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from assistant.adapters import offline_proof
from assistant.adapters.offline_proof import Proof, prove
from assistant.errors import PartMissing

QUIET = "pass"
UNIX = "import socket; socket.socket(socket.AF_UNIX); socket.socket(socket.AF_UNIX)"
OUT = """
import socket
for address in ("192.0.2.1", 443), ("127.0.0.1", 9), ("192.0.2.1", 443):
    try: socket.create_connection(address, timeout=1)
    except OSError: pass
"""
DATAGRAM = """
import socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sends = [lambda: s.sendto(b"a secret", ("2001:db8::1", 9))]
sends.append(lambda: s.sendmsg([b"a secret"], [], 0, ("2001:db8::2", 9)))
for send in sends:
    try: send()
    except OSError: pass
"""
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {OUT!r}])"
NATIVE = """
import ctypes
libc = ctypes.CDLL(None)
address = (2).to_bytes(2, "little") + (80).to_bytes(2, "big") + bytes([192, 0, 2, 7]) + bytes(8)
libc.connect(libc.socket(2, 1, 0), address, len(address))
"""
NAME = """
import socket
try: socket.getaddrinfo("example.org", 80)
except OSError: pass
"""


@pytest.fixture(autouse=True)
def able() -> None:
    try:
        offline_proof._way()
    except PartMissing as e:
        pytest.skip(e.message)


@pytest.fixture
def strace() -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")


def seen(program: str) -> Proof:
    return prove([sys.executable, "-S", "-c", program], stdout=subprocess.DEVNULL)


@pytest.mark.usefixtures("strace")
def test_a_quiet_command() -> None:
    """No socket, nothing tried, and only the loopback was there to use."""
    proof = seen(QUIET)
    assert proof.holds
    assert proof.traced
    assert (proof.sockets, proof.reached_for, proof.processes) == ((), (), 0)
    assert "lo" in proof.interfaces
    assert not any(name.startswith(("eth", "en", "wl")) for name in proof.interfaces)
    assert proof.told[-1] == "It tried to reach no address outside this machine."


@pytest.mark.usefixtures("strace")
def test_sockets_within_the_machine_are_counted_and_allowed() -> None:
    """What a sound server needs is told, and is no reaching out."""
    proof = seen(UNIX)
    assert proof.holds
    assert proof.sockets == (("AF_UNIX", 2),)
    assert "2 within this machine (AF_UNIX)" in proof.told[1]


@pytest.mark.usefixtures("strace")
def test_other_programs_on_this_machine_are_named(tmp_path: Path) -> None:
    """A socket of this machine crosses into a world without network, so it is told which ones were used."""
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        proof = seen(f"import socket; socket.socket(socket.AF_UNIX).connect({path!r})")
    assert proof.spoke_to == ((path, 1),)
    assert proof.holds
    assert proof.told[2] == f"Within this machine it spoke to {path}."


def test_a_resolver_on_this_machine_is_a_way_out() -> None:
    """A name asked through systemd-resolved leaves the machine, though no network was used to ask."""
    line = 'connect(3, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0'
    assert list(offline_proof._outside([line])) == ["the name server behind systemd-resolved"]


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("program", [OUT, CHILD], ids=["itself", "its child"])
def test_reaching_out_is_named(program: str) -> None:
    """The address, how often; loopback is not counted among them."""
    proof = seen(program)
    assert not proof.holds
    assert proof.reached_for == (("192.0.2.1 port 443", 2),)
    assert ("AF_INET", 3) in proof.sockets
    assert "192.0.2.1 port 443 (2 times)." in proof.told[-1]


@pytest.mark.usefixtures("strace")
def test_native_code_is_seen_too() -> None:
    """A connection that no hook of Python sees."""
    assert seen(NATIVE).reached_for == (("192.0.2.7 port 80", 1),)


@pytest.mark.usefixtures("strace")
def test_datagrams_without_a_connection() -> None:
    """Sent at once, over IPv6, two ways."""
    assert seen(DATAGRAM).reached_for == (("2001:db8::1 port 9", 1), ("2001:db8::2 port 9", 1))


@pytest.mark.usefixtures("strace")
def test_asking_for_a_name_is_reaching_out() -> None:
    """A name server on this machine would ask one outside."""
    if not Path("/etc/resolv.conf").is_file():
        pytest.skip("no /etc/resolv.conf, so no name server is asked")
    assert any(address.startswith("the name server") for address, _ in seen(NAME).reached_for)


@pytest.mark.usefixtures("strace")
def test_the_record_holds_no_words_and_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither sent bytes in it, nor the file on disk afterwards; unreadable to others meanwhile."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    look = "import os, sys; print(oct(os.stat(sys.argv[1]).st_mode)[-3:], *(open(e).read() for e in "
    look += "[os.path.join(sys.argv[1], f) for f in os.listdir(sys.argv[1])] if os.path.isfile(e)))"
    program = f"{DATAGRAM}\nimport glob, subprocess, sys\n"
    program += f"folder = glob.glob({str(tmp_path / 'between-proof-*')!r})[0]\n"
    program += f"subprocess.run([sys.executable, '-S', '-c', {look!r}, folder])"
    with (tmp_path / "out").open("w+b") as out:
        prove([sys.executable, "-S", "-c", program], stdout=out)
        out.seek(0)
        text = out.read().decode()
    assert text.startswith("700 ")
    assert "2001:db8::1" in text
    assert "secret" not in text
    assert [f.name for f in tmp_path.iterdir()] == ["out"]


def test_a_command_that_fails() -> None:
    """Its exit code is told, and nothing is proved."""
    proof = seen("raise SystemExit(7)")
    assert proof.exit_code == 7
    assert not proof.holds
    assert "ended with 7" in proof.told[0]


def test_without_strace(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network is gone all the same; that nothing was recorded is told."""
    monkeypatch.setattr(offline_proof, "STRACE", ("strace-that-is-not-there",))
    monkeypatch.setattr(offline_proof.shutil, "which", lambda name: "/usr/bin/unshare" if name == "unshare" else None)
    proof = seen(OUT)
    assert not proof.traced
    assert proof.exit_code == 0
    assert "install strace" in proof.told[-1]


def test_a_system_without_unshare(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that it cannot, and why nothing else would be a proof."""
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(PartMissing, match="no way to take the network away") as e:
        prove(["true"])
    assert "no proof" in e.value.hint


def test_a_kernel_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and how it may be allowed."""
    monkeypatch.setattr(offline_proof, "WAYS", (("false",),))
    with pytest.raises(PartMissing, match="does not allow") as e:
        prove(["true"])
    assert e.value.hint.startswith("As root it may: sudo")
