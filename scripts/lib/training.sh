# shellcheck shell=bash
# Sets up what only training needs: it is no part of the program, and lies in a place of its own. After set_up.
TRAINING=$ROOT/.venv-train

set_up_training() {
    "$TRAINING/bin/python" -c "import sklearn, spacy_lookups_data, torch, assistant" 2>/dev/null && return 0
    say "Fetching what training needs (scikit-learn, PyTorch, spaCy's word tables): up to 3 GB."
    "$VENV/bin/python" -m venv "$TRAINING" >&2
    "$TRAINING/bin/python" -m pip install --disable-pip-version-check --quiet --editable ".[train]" >&2
}
