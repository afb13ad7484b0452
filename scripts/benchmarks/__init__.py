"""Speed and memory of an evening, measured on the real parts. Run by `scripts/bench NAME`."""
