-- A data folder as schema 1 wrote it. Never edit: it stands for files on learners' machines.
PRAGMA application_id = 1128547147;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
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
INSERT INTO "daily" VALUES('d',0,1,0,1,1,0,1500);
INSERT INTO "daily" VALUES('d',1,1,1,0,1,0,1500);
INSERT INTO "daily" VALUES('d',2,1,1,0,1,0,1500);
INSERT INTO "daily" VALUES('d',3,1,1,0,0,0,1500);
INSERT INTO "daily" VALUES('d',4,1,0,1,0,1,1500);
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
INSERT INTO "log" VALUES(1,21,1,0,60,'answer','d','item-0',0,0,NULL,NULL,NULL,'{"key":{"deck":"d","item":"item-0","facet":0},"digest":"0123456789abcdef","day":0,"response":{"Choice":[0]},"is_right":false,"confidence":"Sure","elapsed_ms":1500,"mode":"Relearn","rating":"Again","rule":1,"due":3}');
INSERT INTO "log" VALUES(2,21,1,0,60,'set','d','item-0',NULL,NULL,'{"Note":["d","item-0"]}',NULL,NULL,'"note 0"');
INSERT INTO "log" VALUES(3,21,3,1,60,'answer','d','item-1',0,1,NULL,NULL,NULL,'{"key":{"deck":"d","item":"item-1","facet":0},"digest":"0123456789abcdef","day":1,"response":{"Choice":[1]},"is_right":null,"confidence":"Sure","elapsed_ms":1500,"mode":"Study","rating":"Hard","rule":1,"due":4}');
INSERT INTO "log" VALUES(4,21,3,1,60,'set','d','item-1',NULL,NULL,'{"Note":["d","item-1"]}',NULL,NULL,'"note 1"');
INSERT INTO "log" VALUES(5,21,5,2,60,'answer','d','item-2',0,2,NULL,NULL,NULL,'{"key":{"deck":"d","item":"item-2","facet":0},"digest":"0123456789abcdef","day":2,"response":{"Choice":[2]},"is_right":true,"confidence":"Sure","elapsed_ms":1500,"mode":"Study","rating":"Good","rule":1,"due":5}');
INSERT INTO "log" VALUES(6,21,5,2,60,'set','d','item-0',NULL,NULL,'{"Note":["d","item-0"]}',NULL,NULL,'"note 2"');
INSERT INTO "log" VALUES(7,21,7,3,60,'answer','d','item-0',0,3,NULL,NULL,NULL,'{"key":{"deck":"d","item":"item-0","facet":0},"digest":"0123456789abcdef","day":3,"response":{"Choice":[0]},"is_right":true,"confidence":"Sure","elapsed_ms":1500,"mode":"Relearn","rating":"Easy","rule":1,"due":6}');
INSERT INTO "log" VALUES(8,21,7,3,60,'set','d','item-1',NULL,NULL,'{"Note":["d","item-1"]}',NULL,NULL,'"note 3"');
INSERT INTO "log" VALUES(9,21,9,4,60,'answer','d','item-1',0,4,NULL,NULL,NULL,'{"key":{"deck":"d","item":"item-1","facet":0},"digest":"0123456789abcdef","day":4,"response":{"Choice":[1]},"is_right":null,"confidence":"Sure","elapsed_ms":1500,"mode":"Study","rating":"Again","rule":1,"due":7}');
INSERT INTO "log" VALUES(10,21,9,4,60,'set','d','item-0',NULL,NULL,'{"Note":["d","item-0"]}',NULL,NULL,'"note 4"');
INSERT INTO "log" VALUES(11,21,11,5,60,'answer','d','item-2',0,5,NULL,NULL,NULL,'{"key":{"deck":"d","item":"item-2","facet":0},"digest":"0123456789abcdef","day":5,"response":{"Choice":[2]},"is_right":true,"confidence":"Sure","elapsed_ms":1500,"mode":"Study","rating":"Hard","rule":1,"due":8}');
INSERT INTO "log" VALUES(12,21,11,5,60,'set','d','item-1',NULL,NULL,'{"Note":["d","item-1"]}',NULL,NULL,'"note 5"');
INSERT INTO "log" VALUES(13,21,13,9,60,'retract',NULL,NULL,NULL,NULL,NULL,11,21,'"answer"');
INSERT INTO "log" VALUES(14,21,13,9,60,'retract',NULL,NULL,NULL,NULL,NULL,12,21,'"answer"');
INSERT INTO "log" VALUES(15,21,15,10,60,'retract',NULL,NULL,NULL,NULL,NULL,9,21,'"answer"');
INSERT INTO "log" VALUES(16,21,15,10,60,'retract',NULL,NULL,NULL,NULL,NULL,10,21,'"answer"');
INSERT INTO "log" VALUES(17,21,17,11,60,'retract',NULL,NULL,NULL,NULL,NULL,15,21,'"answer"');
INSERT INTO "log" VALUES(18,21,17,11,60,'retract',NULL,NULL,NULL,NULL,NULL,16,21,'"answer"');
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
INSERT INTO "memory" VALUES('d','item-0',0,4.985958099365234375e+00,5.20002031326293945312e+00,0,3,6,2,0,0,0,1);
INSERT INTO "memory" VALUES('d','item-1',0,4.31013524532318115234e-01,8.378631591796875e+00,1,4,7,2,1,1,1,0);
INSERT INTO "memory" VALUES('d','item-2',0,2.30649995803833,2.11810398101806640625e+00,2,2,5,1,0,0,0,0);
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('device',21);
CREATE TABLE retracted (
    sequence INTEGER NOT NULL,
    device   INTEGER NOT NULL,
    PRIMARY KEY (sequence, device)
) STRICT, WITHOUT ROWID;
INSERT INTO "retracted" VALUES(11,21);
INSERT INTO "retracted" VALUES(12,21);
INSERT INTO "retracted" VALUES(15,21);
INSERT INTO "retracted" VALUES(16,21);
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "setting" VALUES('{"Note":["d","item-0"]}','"note 4"');
INSERT INTO "setting" VALUES('{"Note":["d","item-1"]}','"note 3"');
CREATE INDEX log_item ON log (deck, item, facet) WHERE item IS NOT NULL;
CREATE INDEX log_name ON log (name) WHERE name IS NOT NULL;
CREATE INDEX log_target ON log (target_sequence, target_device) WHERE target_sequence IS NOT NULL;
CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'rows of the log never change'); END;
CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'rows of the log are never deleted'); END;
COMMIT;
