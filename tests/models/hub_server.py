"""A model hub on this machine, with the hub's own addresses and headers, and with faults on demand."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

REVISION = "0123456789abcdef0123456789abcdef01234567"
REPO = "Between/whisper-test"


@dataclass
class Hub:
    files: dict[str, bytes]
    url: str = ""
    cut: dict[str, list[int]] = field(default_factory=dict)
    """File name to the number of bytes after which each next answer breaks off."""
    spoilt: set[str] = field(default_factory=set)
    """Sent with one wrong byte."""
    status: int = 0
    """Answered to everything, where it is not 0."""
    listing: bytes | None = None
    """Answered instead of the listing."""
    knows_ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(file, Range header) of each file that was asked for."""

    def is_large(self, name: str) -> bool:
        return len(self.files[name]) > 100_000


def describe(hub: Hub) -> dict[str, object]:
    siblings = []
    for name, data in hub.files.items():
        sha256 = hashlib.sha256(data).hexdigest()
        pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {len(data)}\n".encode()
        large = hub.is_large(name)
        stored = pointer if large else data
        sibling: dict[str, object] = {
            "rfilename": name,
            "size": len(data),
            "blobId": hashlib.sha1(f"blob {len(stored)}\0".encode() + stored).hexdigest(),
        }
        if large:
            sibling["lfs"] = {"sha256": sha256, "size": len(data), "pointerSize": len(pointer)}
        siblings.append(sibling)
    return {"id": REPO, "sha": REVISION, "private": False, "tags": [], "downloads": 0, "siblings": siblings}


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = urlsplit(self.path).path
        if self.hub.status:
            self._send(self.hub.status, b"{}")
        elif path in (f"/api/models/{REPO}/revision/main", f"/api/models/{REPO}"):
            self._send(200, self.hub.listing or json.dumps(describe(self.hub)).encode())
        elif path.startswith("/cdn/"):
            self._file(path.removeprefix("/cdn/"), body=body)
        elif (name := path.removeprefix(f"/{REPO}/resolve/").partition("/")[2]) in self.hub.files:
            self._resolve(name, body=body)
        else:
            self._send(404, b"{}")

    def _resolve(self, name: str, *, body: bool) -> None:
        if not self.hub.is_large(name):
            self._file(name, body=body)
            return
        data = self.hub.files[name]
        self.send_response(302)
        self.send_header("Location", f"/cdn/{name}")
        self.send_header("X-Repo-Commit", REVISION)
        self.send_header("X-Linked-Etag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("X-Linked-Size", str(len(data)))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _file(self, name: str, *, body: bool) -> None:
        data = self.hub.files[name]
        if name in self.hub.spoilt:
            data = data[:-1] + bytes([data[-1] ^ 1])
        asked = self.headers.get("Range", "")
        if body:
            self.hub.asked.append((name, asked))
        start = int(found[1]) if self.hub.knows_ranges and (found := re.match(r"bytes=(\d+)-", asked)) else 0
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("X-Repo-Commit", REVISION)
        self.send_header("ETag", f'"{hashlib.sha1(data).hexdigest()}"')
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        if body:
            cuts = self.hub.cut.get(name)
            end = start + cuts.pop(0) if cuts else len(data)
            self.wfile.write(data[start:end])

    def _send(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def serving(folder: Path) -> Iterator[Hub]:
    """A hub with one repository, REPO, that holds the files of `folder`."""
    hub = Hub({f.name: f.read_bytes() for f in folder.iterdir() if f.is_file()} | {"README.md": b"# not wanted\n"})
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
