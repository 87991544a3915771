-- Every version of the risk limits, whole, with who changed it, when and why. Rows are only added.
CREATE TABLE limits_version (
    number INTEGER PRIMARY KEY,
    saved_ms INTEGER NOT NULL CHECK (saved_ms >= 0),
    who TEXT NOT NULL CHECK (who <> ''),
    why TEXT NOT NULL
) STRICT;

-- Keys as on the command line ("engine.daily_loss"); `before` is set where this version changed one.
CREATE TABLE limits_value (
    version INTEGER NOT NULL REFERENCES limits_version (number),
    key TEXT NOT NULL CHECK (key <> ''),
    value TEXT NOT NULL CHECK (value <> ''),
    before TEXT,
    PRIMARY KEY (version, key)
) STRICT, WITHOUT ROWID;
