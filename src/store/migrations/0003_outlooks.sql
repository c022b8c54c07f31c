-- The log takes plans, forecasts and fitted parameters. The list of kinds leaves the table, so that
-- the next kind needs no copy of the log; not a row changes.
DROP TRIGGER log_never_changes;
DROP TRIGGER log_never_shrinks;
DROP INDEX log_item;
DROP INDEX log_name;
DROP INDEX log_target;
ALTER TABLE log RENAME TO log_2;

CREATE TABLE log (
    sequence        INTEGER NOT NULL CHECK (sequence > 0),
    device          INTEGER NOT NULL CHECK (device > 0),
    step            INTEGER NOT NULL, -- sequence of the first row of the same step
    utc_ms          INTEGER NOT NULL,
    offset_min      INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind <> ''),
    deck            TEXT,             -- answers, seeds, and settings of one item
    item            TEXT,
    facet           INTEGER,          -- answers and seeds
    day             INTEGER,          -- answers, seeds and outlooks: study day
    name            TEXT,             -- settings: JSON of the name; mock exams: their id; outlooks: deck
    target_sequence INTEGER,          -- retractions
    target_device   INTEGER,
    body            TEXT NOT NULL,    -- JSON: the answer, the value, the label, the step, the outlook
    PRIMARY KEY (sequence, device),
    FOREIGN KEY (target_sequence, target_device) REFERENCES log (sequence, device)
) STRICT, WITHOUT ROWID;

INSERT INTO log SELECT * FROM log_2 ORDER BY sequence, device;
DROP TABLE log_2;

CREATE INDEX log_item ON log (deck, item, facet) WHERE item IS NOT NULL;
CREATE INDEX log_name ON log (name) WHERE name IS NOT NULL;
CREATE INDEX log_target ON log (target_sequence, target_device) WHERE target_sequence IS NOT NULL;

CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'rows of the log never change'); END;
CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'rows of the log are never deleted'); END;
