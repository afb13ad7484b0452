COMMENT ON TABLE entries IS 'One row for each thing you said, added, typed or imported. A night has any number of them.';
COMMENT ON COLUMN entries.source IS '`talk` for an evening, `add` for a recording made elsewhere, `type` for the keyboard, `import` for what came from another program.';
COMMENT ON COLUMN entries.origin_sha256 IS 'Fingerprint of the samples of an added or imported recording, to know it again; NULL for the others.';
COMMENT ON COLUMN transcripts.engine IS 'What wrote them: `faster-whisper`, `keyboard` for you, or `import` for words that another program held.';
COMMENT ON COLUMN transcripts.model IS 'Name of the speech model, or of the program that an import came from; an empty text for the keyboard.';
