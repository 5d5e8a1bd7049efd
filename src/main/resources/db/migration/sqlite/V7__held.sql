-- Whether any result ever showed a backup in the replica. A column, because the results that show it are deleted in time.

ALTER TABLE replicas ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

UPDATE replicas SET held = 1
WHERE EXISTS (SELECT 1 FROM drills WHERE drills.database = replicas.database AND drills.replica = replicas.replica
        AND json_extract(document, '$.recovery_point') IS NOT NULL)
    OR EXISTS (SELECT 1 FROM restores WHERE restores.database = replicas.database AND restores.replica = replicas.replica
        AND outcome = 'RESTORED')
    OR EXISTS (SELECT 1 FROM checks WHERE checks.database = replicas.database AND checks.replica = replicas.replica
        AND (json_extract(document, '$.recovery_point') IS NOT NULL OR json_extract(document, '$.snapshot_count') > 0));
