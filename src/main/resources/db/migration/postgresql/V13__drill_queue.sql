-- The drills of all nodes that wait or run, in the order in which they may begin.
DROP TABLE cluster_drills;

CREATE TABLE cluster_drill_queue (
    ticket      BIGINT GENERATED ALWAYS AS IDENTITY,
    incarnation TEXT    NOT NULL,
    run         TEXT    NOT NULL,
    running     BOOLEAN NOT NULL,
    PRIMARY KEY (incarnation, run)
);
