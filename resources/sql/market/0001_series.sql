-- Catalogue of the candle series that lie in column files beside this database.
CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    market TEXT NOT NULL CHECK (market <> ''),
    source TEXT NOT NULL CHECK (source <> ''),
    interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
    file TEXT NOT NULL UNIQUE,
    price_decimals INTEGER NOT NULL,
    volume_decimals INTEGER NOT NULL,
    rows INTEGER NOT NULL CHECK (rows > 0),
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    verified TEXT NOT NULL DEFAULT '',
    UNIQUE (market, source, interval_ms)
) STRICT;

-- What is missing between the first and the last bar; it is listed and never filled.
CREATE TABLE gap (
    series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    missing INTEGER NOT NULL CHECK (missing > 0),
    PRIMARY KEY (series, from_ms)
) STRICT, WITHOUT ROWID;
