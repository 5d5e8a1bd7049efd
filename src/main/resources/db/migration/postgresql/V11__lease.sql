-- Rights that one process has at a time. A row stays when its right is returned: the token grows with each grant.
CREATE TABLE lease (
    name   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    holder TEXT COLLATE "C" NOT NULL,
    token  BIGINT NOT NULL,
    until  TIMESTAMPTZ NOT NULL -- by the clock of this server
);
