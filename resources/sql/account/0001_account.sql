-- Paper accounts, one after the other: the newest is the one that goes on.
CREATE TABLE account (
    number INTEGER PRIMARY KEY,
    opened_ms INTEGER NOT NULL CHECK (opened_ms >= 0)
) STRICT;

-- What the risk module must know of an account after a crash: the newest state, with its own checksum.
CREATE TABLE risk_state (
    account INTEGER PRIMARY KEY REFERENCES account (number),
    saved_ms INTEGER NOT NULL CHECK (saved_ms >= 0),
    state TEXT NOT NULL CHECK (state <> '')
) STRICT;
