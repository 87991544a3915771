-- What a person wrote about a trade of a backtest. A run is known by its session digest: the same run made again has the same notes.
CREATE TABLE trade_note (
    run TEXT NOT NULL CHECK (run <> ''),
    trade INTEGER NOT NULL CHECK (trade > 0),
    tags TEXT NOT NULL,
    note TEXT NOT NULL,
    saved_ms INTEGER NOT NULL CHECK (saved_ms >= 0),
    PRIMARY KEY (run, trade),
    CHECK (tags <> '' OR note <> '')
) STRICT, WITHOUT ROWID;
