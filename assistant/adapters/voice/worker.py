"""The process that holds pyttsx3. Run as a script; it imports nothing of ours, so that it is up in a moment.

stdin and stdout carry one JSON object a line. First come the settings: `rate_wpm`, `volume`, `name`, `folder`;
the answer is `{}` or `{"error": KIND}`. Then any number of `{"text": ..., "rate_wpm": ..., "file": ...}`, each answered
the same way when the file is written. End of input is the end of the process, even while the engine hangs.
"""

import json
import os
import queue
import shutil
import sys
import threading
import time
from typing import IO, Any

NO_ENGINE, NO_VOICE, FAILED = "no engine", "no voice", "failed"
DEFAULT_VOICE = {"espeak": "gmw/en"}
"""British English, whatever the system's language; elsewhere the system's own voice speaks."""


def main() -> None:
    replies = _private_stdout()
    settings = json.loads(sys.stdin.readline())
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests, settings["folder"]), daemon=True).start()
    fault = NO_ENGINE
    try:
        engine, error = _start(settings)
        fault = FAILED
        _reply(replies, error)
        while not error:
            _save(engine, requests.get())
            _reply(replies, "")
    except Exception:  # noqa: BLE001  # each driver fails in its own way, and no state is known after it: end, be replaced
        _reply(replies, fault)
    finally:  # the evening may have been killed: then the reply is what fails
        shutil.rmtree(settings["folder"], ignore_errors=True)


def _private_stdout() -> IO[str]:
    """pyttsx3 prints "Audio saved to" on stdout: from here on, that goes nowhere."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return replies


def _reply(replies: IO[str], error: str) -> None:
    replies.write(json.dumps({"error": error} if error else {}) + "\n")
    replies.flush()


def _receive(requests: "queue.SimpleQueue[dict[str, Any]]", folder: str) -> None:
    """A thread of its own, since only a waiting thread sees the end of input while the engine hangs in C."""
    for line in sys.stdin:
        requests.put(json.loads(line))
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _start(settings: dict[str, Any]) -> tuple[Any, str]:
    import pyttsx3

    engine = pyttsx3.init()
    engine.proxy.setBusy(False)  # else the settings wait for the first sentence, and are lost in its beginning
    faults: list[object] = []
    engine.connect("error", lambda **_: faults.append(None))  # a refused setting is told in no other way
    name = _voice_id(engine, settings["name"])
    if name:
        engine.setProperty("voice", name)
    if faults or (settings["name"] and not name):
        return None, NO_VOICE
    engine.setProperty("rate", settings["rate_wpm"])
    engine.setProperty("volume", settings["volume"])
    return engine, FAILED if faults else ""


def _voice_id(engine: Any, name: str) -> str:
    """The engine's id of the voice that a person calls by its name, its id or (espeak) its language."""
    if not name:
        return DEFAULT_VOICE.get(str(engine), "")
    wanted = name.casefold()
    for voice in engine.getProperty("voices"):
        known = (str(voice.id), str(voice.name), str(voice.id).rpartition("/")[2])
        if wanted in (each.casefold() for each in known):
            return str(voice.id)
    return ""


def _save(engine: Any, request: dict[str, Any]) -> None:
    # `say` is silent the first time and then blocks in aplay (nateshmbhat/pyttsx3 131, 402, 440): write a file.
    # espeak works in a thread of its own, and `runAndWait` begins by stopping whatever that is at: a setting on its way
    # is lost, and later sentences come out empty. So it must be idle before, and only the event tells the end.
    finished = threading.Event()
    token = engine.connect("finished-utterance", lambda **_: finished.set())
    _set_rate(engine, request["rate_wpm"])
    if str(engine) == "nsss":  # else its loop ends, and stops the speaking, before the second sentence is done
        engine.proxy.setBusy(True)
    _wait_until_idle(engine)
    engine.save_to_file(request["text"], request["file"])
    engine.runAndWait()
    finished.wait()
    engine.disconnect(token)


def _set_rate(engine: Any, rate_wpm: int) -> None:
    """At once, and not behind a sentence: where the engine counts as busy, pyttsx3 only queues a setting."""
    if engine.getProperty("rate") != rate_wpm:
        _wait_until_idle(engine)
        engine.proxy.setBusy(False)
        engine.setProperty("rate", rate_wpm)


def _wait_until_idle(engine: Any) -> None:
    if str(engine) == "espeak":
        from pyttsx3.drivers import _espeak

        while _espeak.IsPlaying():
            time.sleep(0.001)


if __name__ == "__main__":
    main()
