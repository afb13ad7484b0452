"""Runs one benchmark and prints its figures as one JSON line, with what they were measured on."""

import importlib
import json
import os
import platform
import sys
from pathlib import Path

HELPERS = ("examples", "spoken_words", "stage", "talks", "tagger_alone", "ten_years")
NAMES = tuple(sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py") if p.stem not in HELPERS))


def machine() -> dict[str, object]:
    cpu = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    return {"cpu": cpu, "cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 2)}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"Which one? scripts/bench {' | '.join(NAMES)}")
    measured_on = machine()
    figures = importlib.import_module(f"benchmarks.{sys.argv[1]}").measure(sys.argv[2:])
    print(json.dumps({"bench": sys.argv[1], **figures, "measured_on": measured_on}))


main()
