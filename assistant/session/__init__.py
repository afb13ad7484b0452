"""The loop: evenings, typing and adding as events. Prints nothing, so the terminal, the page and tests share it."""
