-- What the file is: device number and whether the derived tables wait for a rebuild.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The truth. Rows are appended and never changed; the order of the log is (sequence, device).
CREATE TABLE log (
    sequence        INTEGER NOT NULL CHECK (sequence > 0),
    device          INTEGER NOT NULL CHECK (device > 0),
    step            INTEGER NOT NULL, -- sequence of the first row of the same step
    utc_ms          INTEGER NOT NULL,
    offset_min      INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('answer', 'retract', 'set')),
    deck            TEXT,             -- answers, and settings of one item
    item            TEXT,
    facet           INTEGER,          -- answers
    day             INTEGER,          -- answers: study day
    name            TEXT,             -- settings: JSON of the name
    target_sequence INTEGER,          -- retractions
    target_device   INTEGER,
    body            TEXT NOT NULL,    -- JSON: the answer, the value or the label
    PRIMARY KEY (sequence, device),
    FOREIGN KEY (target_sequence, target_device) REFERENCES log (sequence, device)
) STRICT, WITHOUT ROWID;

CREATE INDEX log_item ON log (deck, item, facet) WHERE item IS NOT NULL;
CREATE INDEX log_name ON log (name) WHERE name IS NOT NULL;
CREATE INDEX log_target ON log (target_sequence, target_device) WHERE target_sequence IS NOT NULL;

CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'rows of the log never change'); END;
CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'rows of the log are never deleted'); END;

-- Everything below is derived from the log and can be rebuilt from it.

CREATE TABLE retracted (
    sequence INTEGER NOT NULL,
    device   INTEGER NOT NULL,
    PRIMARY KEY (sequence, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE memory (
    deck               TEXT NOT NULL,
    item               TEXT NOT NULL,
    facet              INTEGER NOT NULL,
    stability          REAL NOT NULL,
    difficulty         REAL NOT NULL,
    first_day          INTEGER NOT NULL,
    last_day           INTEGER NOT NULL,
    due                INTEGER NOT NULL,
    n_answers          INTEGER NOT NULL,
    n_lapses           INTEGER NOT NULL,
    n_again_today      INTEGER NOT NULL,
    is_relearning      INTEGER NOT NULL,
    is_confident_error INTEGER NOT NULL,
    PRIMARY KEY (deck, item, facet)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE daily (
    deck       TEXT NOT NULL,
    day        INTEGER NOT NULL,
    answers    INTEGER NOT NULL,
    right      INTEGER NOT NULL,
    again      INTEGER NOT NULL,
    new        INTEGER NOT NULL,
    reviews    INTEGER NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    PRIMARY KEY (deck, day)
) STRICT, WITHOUT ROWID;
