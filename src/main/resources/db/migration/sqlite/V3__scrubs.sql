CREATE TABLE scrubs (
    id         TEXT NOT NULL PRIMARY KEY,
    database   TEXT NOT NULL,
    replica    TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at   TEXT NOT NULL,
    verdict    TEXT NOT NULL,
    document   TEXT NOT NULL
);
CREATE INDEX scrubs_of_replica ON scrubs (database, replica, started_at);
CREATE INDEX scrubs_at ON scrubs (started_at);

-- Two ways to one position that gave the same database, by a digest of the files they are made of.
CREATE TABLE proofs (
    database TEXT NOT NULL,
    replica  TEXT NOT NULL,
    digest   TEXT NOT NULL,
    PRIMARY KEY (database, replica, digest)
) WITHOUT ROWID;
