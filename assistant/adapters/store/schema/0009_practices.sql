CREATE TABLE homework (
    uid            VARCHAR   NOT NULL,
    what           VARCHAR   NOT NULL,
    smallest       VARCHAR   NOT NULL,
    until          DATE,
    matters        VARCHAR   NOT NULL,
    noted_at       TIMESTAMP NOT NULL,
    ended          DATE,
    utc            TIMESTAMP NOT NULL,
    offset_minutes INTEGER   NOT NULL,
    zone           VARCHAR   NOT NULL
);
COMMENT ON TABLE homework IS 'One row for each homework: what you set out to try between two sessions.';
COMMENT ON COLUMN homework.uid IS 'Its long name.';
COMMENT ON COLUMN homework.what IS 'What you set out to try.';
COMMENT ON COLUMN homework.smallest IS 'The least that counts as a doing of it; an empty text where you named none.';
COMMENT ON COLUMN homework.until IS 'For when it is meant, such as the day of the next session; NULL where you named none.';
COMMENT ON COLUMN homework.matters IS 'How it relates to what matters to you; an empty text where you did not say.';
COMMENT ON COLUMN homework.noted_at IS 'When you noted it, by the clock on your wall.';
COMMENT ON COLUMN homework.ended IS 'The night from which on nobody asks about it any more; NULL while it goes on.';
COMMENT ON COLUMN homework.utc IS 'The same moment as noted_at, in universal time.';
COMMENT ON COLUMN homework.offset_minutes IS 'Minutes that your clock was ahead of universal time.';
COMMENT ON COLUMN homework.zone IS 'Time zone such as Europe/Paris; an empty text where the system did not say.';

CREATE TABLE doings (
    homework       VARCHAR   NOT NULL,
    night          DATE      NOT NULL,
    done           VARCHAR   NOT NULL,
    noticed_late   BOOLEAN   NOT NULL,
    said_in        VARCHAR,
    said_at        TIMESTAMP NOT NULL,
    utc            TIMESTAMP NOT NULL,
    offset_minutes INTEGER   NOT NULL,
    zone           VARCHAR   NOT NULL
);
COMMENT ON TABLE doings IS 'One row for each time that you said how a homework went. Of a night the last word counts.';
COMMENT ON COLUMN doings.homework IS 'The homework: homework.uid.';
COMMENT ON COLUMN doings.night IS 'The night it is about.';
COMMENT ON COLUMN doings.done IS '`yes`, `partly` or `no`.';
COMMENT ON COLUMN doings.noticed_late IS 'Whether you saw it only afterwards. That counts as noticed, too.';
COMMENT ON COLUMN doings.said_in IS 'The entry you said it in: entries.uid; NULL where it is none.';
COMMENT ON COLUMN doings.said_at IS 'When you said so, by the clock on your wall.';
COMMENT ON COLUMN doings.utc IS 'The same moment as said_at, in universal time.';
COMMENT ON COLUMN doings.offset_minutes IS 'Minutes that your clock was ahead of universal time.';
COMMENT ON COLUMN doings.zone IS 'Time zone such as Europe/Paris; an empty text where the system did not say.';

CREATE TABLE guide_runs (
    uid            VARCHAR   NOT NULL,
    guide          VARCHAR   NOT NULL,
    guide_version  INTEGER   NOT NULL,
    night          DATE      NOT NULL,
    at_step        VARCHAR   NOT NULL,
    ended          BOOLEAN   NOT NULL,
    began_at       TIMESTAMP NOT NULL,
    utc            TIMESTAMP NOT NULL,
    offset_minutes INTEGER   NOT NULL,
    zone           VARCHAR   NOT NULL
);
COMMENT ON TABLE guide_runs IS 'One row for each walk through a guide, such as a thought record. It may go on another night.';
COMMENT ON COLUMN guide_runs.uid IS 'Its long name.';
COMMENT ON COLUMN guide_runs.guide IS 'Name of the guide, such as `thought-record`.';
COMMENT ON COLUMN guide_runs.guide_version IS 'Which version of the guide it was.';
COMMENT ON COLUMN guide_runs.night IS 'The night it began in.';
COMMENT ON COLUMN guide_runs.at_step IS 'The step where it stands, or was left.';
COMMENT ON COLUMN guide_runs.ended IS 'Whether it came to its end, and goes on nowhere.';
COMMENT ON COLUMN guide_runs.began_at IS 'When it began, by the clock on your wall.';
COMMENT ON COLUMN guide_runs.utc IS 'The same moment as began_at, in universal time.';
COMMENT ON COLUMN guide_runs.offset_minutes IS 'Minutes that your clock was ahead of universal time.';
COMMENT ON COLUMN guide_runs.zone IS 'Time zone such as Europe/Paris; an empty text where the system did not say.';

CREATE TABLE guide_answers (
    run            VARCHAR   NOT NULL,
    step           VARCHAR   NOT NULL,
    name           VARCHAR   NOT NULL,
    text           VARCHAR   NOT NULL,
    number         DOUBLE,
    said_in        VARCHAR,
    said_at        TIMESTAMP NOT NULL,
    utc            TIMESTAMP NOT NULL,
    offset_minutes INTEGER   NOT NULL,
    zone           VARCHAR   NOT NULL
);
COMMENT ON TABLE guide_answers IS 'One row for each answer that a guide kept. Of one run and name the last counts.';
COMMENT ON COLUMN guide_answers.run IS 'The walk it belongs to: guide_runs.uid.';
COMMENT ON COLUMN guide_answers.step IS 'The step it answers.';
COMMENT ON COLUMN guide_answers.name IS 'What the guide calls it, such as `belief`.';
COMMENT ON COLUMN guide_answers.text IS 'Your own words.';
COMMENT ON COLUMN guide_answers.number IS 'The number in them where one was asked for; for yes 1, partly 0.5, no 0; otherwise NULL.';
COMMENT ON COLUMN guide_answers.said_in IS 'The entry that holds these words: entries.uid; NULL where it is none.';
COMMENT ON COLUMN guide_answers.said_at IS 'When you said so, by the clock on your wall.';
COMMENT ON COLUMN guide_answers.utc IS 'The same moment as said_at, in universal time.';
COMMENT ON COLUMN guide_answers.offset_minutes IS 'Minutes that your clock was ahead of universal time.';
COMMENT ON COLUMN guide_answers.zone IS 'Time zone such as Europe/Paris; an empty text where the system did not say.';

CREATE TABLE tool_uses (
    tool           VARCHAR   NOT NULL,
    night          DATE      NOT NULL,
    strong_before  INTEGER,
    strong_after   INTEGER,
    used_at        TIMESTAMP NOT NULL,
    utc            TIMESTAMP NOT NULL,
    offset_minutes INTEGER   NOT NULL,
    zone           VARCHAR   NOT NULL
);
COMMENT ON TABLE tool_uses IS 'One row for each time that you used a grounding tool off the record. Nothing that was heard is kept of it.';
COMMENT ON COLUMN tool_uses.tool IS 'Which one, such as `paced-breathing`.';
COMMENT ON COLUMN tool_uses.night IS 'The night.';
COMMENT ON COLUMN tool_uses.strong_before IS 'How strong it was before, 0 to 10; NULL where you did not say.';
COMMENT ON COLUMN tool_uses.strong_after IS 'How strong it was afterwards, 0 to 10; NULL where you did not say.';
COMMENT ON COLUMN tool_uses.used_at IS 'When, by the clock on your wall.';
COMMENT ON COLUMN tool_uses.utc IS 'The same moment as used_at, in universal time.';
COMMENT ON COLUMN tool_uses.offset_minutes IS 'Minutes that your clock was ahead of universal time.';
COMMENT ON COLUMN tool_uses.zone IS 'Time zone such as Europe/Paris; an empty text where the system did not say.';

CREATE TABLE safety_plan (
    position INTEGER NOT NULL,
    section  VARCHAR NOT NULL,
    text     VARCHAR NOT NULL
);
COMMENT ON TABLE safety_plan IS 'One row for each line of your safety plan, in your own words.';
COMMENT ON COLUMN safety_plan.position IS 'Place in the plan, from 0.';
COMMENT ON COLUMN safety_plan.section IS 'The part it belongs to, such as warning signs.';
COMMENT ON COLUMN safety_plan.text IS 'What you wrote.';

ALTER TABLE asked ADD COLUMN why VARCHAR DEFAULT '';
COMMENT ON COLUMN asked.why IS 'Why this question and no other; an empty text where nothing was noted. Holds no words of yours.';
