-- The journal: what a session was made of, every input in order, and what came out. Append-only.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    started_ms INTEGER NOT NULL,            -- wall clock, ms since the epoch, UTC
    version TEXT NOT NULL,
    setup TEXT NOT NULL,                    -- JSON: everything the core is a function of beside its inputs
    ended_ms INTEGER                        -- null while it runs, and after a crash
) STRICT;

CREATE TABLE inputs (
    session INTEGER NOT NULL REFERENCES sessions (id),
    ordinal INTEGER NOT NULL,               -- order of all rows of a session, inputs and records
    seq INTEGER NOT NULL,                   -- of the trading core; 0 for history
    time INTEGER NOT NULL,                  -- market time, ns
    kind TEXT NOT NULL CHECK (kind IN ('history', 'market', 'command')),
    instrument INTEGER,                     -- history only
    payload BLOB NOT NULL,
    chain BLOB NOT NULL,                    -- SHA-256 over the chain before and this row
    PRIMARY KEY (session, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    session INTEGER NOT NULL REFERENCES sessions (id),
    ordinal INTEGER NOT NULL,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,                     -- signal, order, trade, halt, release, command, flat, checkpoint
    engine INTEGER,
    body TEXT NOT NULL,                     -- JSON
    chain BLOB NOT NULL,
    PRIMARY KEY (session, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX records_by_kind ON records (session, kind);

CREATE TRIGGER inputs_stay BEFORE UPDATE ON inputs BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER inputs_kept BEFORE DELETE ON inputs BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER records_stay BEFORE UPDATE ON records BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER records_kept BEFORE DELETE ON records BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
