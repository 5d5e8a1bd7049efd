-- Times are texts of one width, RFC 3339 in UTC to the nanosecond, so that their order is the order of time.
-- A document is the result as JSON; the other columns are what is searched for.

CREATE TABLE replicas (
    database   TEXT NOT NULL,
    replica    TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    PRIMARY KEY (database, replica)
) WITHOUT ROWID;

CREATE TABLE checks (
    id       INTEGER PRIMARY KEY,
    database TEXT    NOT NULL,
    replica  TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    verdict  TEXT    NOT NULL,
    changed  INTEGER NOT NULL, -- 1 when the verdict is not that of the check before
    document TEXT    NOT NULL
);
CREATE INDEX checks_of_replica ON checks (database, replica, at);
CREATE INDEX checks_of_database ON checks (database, at);
CREATE INDEX checks_at ON checks (at);

CREATE TABLE drills (
    id              TEXT    NOT NULL PRIMARY KEY,
    database        TEXT    NOT NULL,
    replica         TEXT    NOT NULL,
    started_at      TEXT    NOT NULL,
    ended_at        TEXT    NOT NULL,
    outcome         TEXT    NOT NULL,
    restore_seconds REAL    NOT NULL,
    bytes_read      INTEGER NOT NULL,
    document        TEXT    NOT NULL
);
CREATE INDEX drills_of_replica ON drills (database, replica, outcome, ended_at);
CREATE INDEX drills_of_database ON drills (database, started_at);
CREATE INDEX drills_at ON drills (started_at);

CREATE TABLE restores (
    id         TEXT NOT NULL PRIMARY KEY,
    database   TEXT NOT NULL,
    replica    TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at   TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    document   TEXT NOT NULL
);
CREATE INDEX restores_of_replica ON restores (database, replica, outcome, ended_at);
CREATE INDEX restores_of_database ON restores (database, started_at);
CREATE INDEX restores_at ON restores (started_at);
