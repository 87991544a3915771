-- Every version of the parameters of a strategy on a market, with who changed them, when and why. Rows are only added.
CREATE TABLE parameters_version (
    number INTEGER PRIMARY KEY,
    saved_ms INTEGER NOT NULL CHECK (saved_ms >= 0),
    who TEXT NOT NULL CHECK (who <> ''),
    why TEXT NOT NULL,
    strategy TEXT NOT NULL CHECK (strategy <> ''),
    market TEXT NOT NULL CHECK (market <> '')
) STRICT;

CREATE INDEX parameters_of ON parameters_version (strategy, market, number);

-- Only what differs from the strategy's own defaults, as on the command line; no row at all means the defaults.
CREATE TABLE parameters_value (
    version INTEGER NOT NULL REFERENCES parameters_version (number),
    name TEXT NOT NULL CHECK (name <> ''),
    value TEXT NOT NULL,
    PRIMARY KEY (version, name)
) STRICT, WITHOUT ROWID;
