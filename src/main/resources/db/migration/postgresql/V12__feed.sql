-- Each result once more, for an hour: the processes that share this database read here what the others stored.
CREATE TABLE feed (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- the transaction: numbers of rows become visible in the order of commits, which is not theirs
    xid      XID8 NOT NULL DEFAULT pg_current_xact_id(),
    at       TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    origin   TEXT NOT NULL, -- the process that stored it
    kind     TEXT NOT NULL, -- the table of the result
    document TEXT NOT NULL
);
CREATE INDEX feed_xid ON feed (xid);
CREATE INDEX feed_at ON feed (at);

-- Small values that the processes share: which problems were reported, and the runs of Idempotency-Keys.
CREATE TABLE shared_state (
    name       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value      TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
