-- Who asked for what, refused attempts among them.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    address  TEXT NOT NULL,
    database TEXT NOT NULL,
    what     TEXT NOT NULL,
    answer   TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
