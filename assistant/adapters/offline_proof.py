"""Shows to whoever doubts that a command reaches for no network: it gets none, and what it asked for is written down.

A Python hook would prove nothing: native libraries open sockets that no hook sees. So the kernel does both: a network
namespace of its own with nothing in it (`unshare`), and a record of every call about sockets (`strace`), workers
included.
"""

import ipaddress
import logging
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assistant.errors import PartMissing

WAYS = (("unshare", "-n"), ("unshare", "-rn"))
"""The first wants to be root; the second makes whoever asks the root of a world without network."""

STRACE = ("strace", "-ff", "--seccomp-bpf", "-qq", "-s", "0", "-e", "trace=network", "-e", "signal=none")
"""`-s 0`: buffers that are sent stay out of the record, since they may hold words."""

SOCKET = re.compile(r"^socket\((AF_\w+)")
CALL = re.compile(r"^(connect|sendto|sendmsg|sendmmsg)\(")
ADDRESS = re.compile(
    r"sin6?_port=htons\((?P<port>\d+)\).*?(?:inet_addr\(\"(?P<v4>[^\"]*)\"\)|inet_pton\(AF_INET6, \"(?P<v6>[^\"]*)\")"
)
UNIX = re.compile(r"^connect\(.*sun_path=@?\"(?P<path>[^\"]*)\".* = 0$")
DNS = 53
RESOLVER = "/run/systemd/resolve/"
"""A socket on this machine, so no network is needed to reach it, and what listens there asks name servers outside."""

log = logging.getLogger("between.offline")


@dataclass(frozen=True, slots=True)
class Proof:
    """What was seen of a command that ran without network."""

    exit_code: int
    seconds: float
    way: str
    """Command that took the network away, such as `unshare -rn`."""
    interfaces: tuple[str, ...]
    """All that it could have used."""
    traced: bool
    """False where strace is not installed, or not allowed: then nothing below was counted."""
    processes: int = 0
    """That made any call about sockets."""
    sockets: tuple[tuple[str, int], ...] = ()
    """Calls of `socket` by family, most frequent first."""
    spoke_to: tuple[tuple[str, int], ...] = ()
    """Sockets of other programs on this machine, by their path: the sound server's, say."""
    reached_for: tuple[tuple[str, int], ...] = ()
    """Addresses outside this machine, and any name server, that it tried to reach, and how often."""

    @property
    def holds(self) -> bool:
        return self.exit_code == 0 and not self.reached_for

    @property
    def told(self) -> tuple[str, ...]:
        """The proof in sentences."""
        outcome = "ended well" if self.exit_code == 0 else f"ended with {self.exit_code}"
        only = f"{self.way}, which leaves {_list(self.interfaces)}"
        lines = [f"It ran for {self.seconds:.1f} s with no network ({only}) and {outcome}."]
        if not self.traced:
            return (*lines, "What it tried was not recorded: install strace to see that too.")
        counted = _list(f"{count} {_FAMILIES.get(family, family)}" for family, count in self.sockets)
        lines.append(f"Sockets that it opened, its workers' too: {counted or 'none'}.")
        if self.spoke_to:
            lines.append(f"Within this machine it spoke to {_list(_times(*s) for s in self.spoke_to)}.")
        if not self.reached_for:
            return (*lines, "It tried to reach no address outside this machine.")
        return (*lines, f"It tried to reach {_list(_times(*r) for r in self.reached_for)}.")


_FAMILIES = {
    "AF_UNIX": "within this machine (AF_UNIX)",
    "AF_NETLINK": "to ask the kernel (AF_NETLINK)",
    "AF_INET": "for a network (AF_INET)",
    "AF_INET6": "for a network (AF_INET6)",
}


def prove(command: Sequence[str], *, stdout: IO[bytes] | int | None = None) -> Proof:
    """Runs `command` without network and says what it tried; its output goes to `stdout`, by default to ours.

    Raises PartMissing where this system cannot take the network away from a command.
    """
    way = _way()
    with tempfile.TemporaryDirectory(prefix="between-proof-") as folder:  # 0700, gone afterwards
        record = Path(folder) / "calls"
        tracer = (*STRACE, "-o", str(record))
        traced = shutil.which("strace") is not None and _works((*way, *tracer, "true"))
        interfaces = _interfaces(way)
        for stale in Path(folder).iterdir():
            stale.unlink()
        began = time.monotonic()
        ran = subprocess.run([*way, *(tracer if traced else ()), *command], check=False, stdout=stdout)
        seconds = time.monotonic() - began
        calls = [f.read_text(encoding="utf-8", errors="replace").splitlines() for f in sorted(Path(folder).iterdir())]
    lines = [line for process in calls for line in process]
    return Proof(
        exit_code=ran.returncode,
        seconds=seconds,
        way=" ".join(way),
        interfaces=interfaces,
        traced=traced,
        processes=sum(1 for process in calls if process),
        sockets=tuple(Counter(m[1] for line in lines if (m := SOCKET.match(line))).most_common()),
        spoke_to=tuple(Counter(m["path"] for line in lines if (m := UNIX.match(line))).most_common()),
        reached_for=tuple(Counter(_outside(lines)).most_common()),
    )


def _way() -> tuple[str, ...]:
    if not sys.platform.startswith("linux") or not shutil.which("unshare"):
        raise PartMissing(
            "This system has no way to take the network away from one program, so nothing can be proved here.",
            "On Linux it can. A check from inside Python would be no proof: other code opens connections that it "
            "cannot see.",
        )
    for way in WAYS:
        if _works((*way, "true")):
            return way
    raise PartMissing(
        "This system does not allow a program to run without network, so nothing can be proved here.",
        f"As root it may: sudo {sys.executable} -m assistant prove-offline",
    )


def _works(command: Sequence[str]) -> bool:
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode:
        log.info("%s: %s", command[0], done.stderr.decode(errors="replace").strip()[-200:])
    return done.returncode == 0


def _interfaces(way: Sequence[str]) -> tuple[str, ...]:
    """Names of the network interfaces that a command has which runs this way."""
    listing = subprocess.run([*way, "cat", "/proc/self/net/dev"], check=True, capture_output=True, text=True).stdout
    return tuple(line.partition(":")[0].strip() for line in listing.splitlines() if ":" in line)


def _outside(lines: Iterable[str]) -> Iterable[str]:
    """Addresses that the recorded calls tried to reach and that are not on this machine."""
    for line in lines:
        if not CALL.match(line):
            continue
        if (unix := UNIX.match(line)) and unix["path"].startswith(RESOLVER):
            yield "the name server behind systemd-resolved"
        for found in ADDRESS.finditer(line):
            address, port = ipaddress.ip_address(found["v4"] or found["v6"]), int(found["port"])
            # A name server on this machine asks the ones outside.
            if port == DNS:
                yield f"the name server {address}"
            elif not _is_here(address):
                yield f"{address} port {port}"


def _is_here(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback or address.is_unspecified


def _times(what: str, count: int) -> str:
    return f"{what} ({count} times)" if count > 1 else what


def _list(parts: Iterable[str]) -> str:
    return ", ".join(parts)
