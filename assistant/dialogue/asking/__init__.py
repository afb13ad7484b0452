"""Questions to the journal in plain words: what was typed, which question it is, and the sentence that answers it."""
