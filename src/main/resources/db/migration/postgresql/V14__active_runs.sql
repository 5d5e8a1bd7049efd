-- JSON: the runs of the node that were queued or running at its last heartbeat.
ALTER TABLE cluster_nodes ADD COLUMN runs TEXT NOT NULL DEFAULT '';
