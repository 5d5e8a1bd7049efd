package io.litedrill.history;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Holds shared values in a table. A change locks its row, which the server frees when the process is lost. */
final class PostgresStates implements SharedStates {
    private static final String NAMED = " WHERE name = :name";
    private static final String ADD =
            "INSERT INTO shared_state (name, value) VALUES (:name, '') ON CONFLICT (name) DO NOTHING";
    private static final String LOCK = "SELECT value FROM shared_state" + NAMED + " FOR UPDATE";
    private static final String SET = "UPDATE shared_state SET value = :value, changed_at = clock_timestamp()" + NAMED;

    /** Deletes empty values, and the runs of an Idempotency-Key with the results of their time. */
    private static final String PRUNE = """
        DELETE FROM shared_state
        WHERE changed_at < :before OR (value = '' AND changed_at < clock_timestamp() - interval '1 day')\
        """;

    private final HistoryAccess access;

    PostgresStates(HistoryAccess access) {
        this.access = access;
    }

    @Override
    public Optional<String> read(String name) {
        return access.read(handle -> handle.createQuery("SELECT value FROM shared_state" + NAMED)
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .filter(value -> !value.isEmpty()));
    }

    @Override
    public void change(String name, UnaryOperator<Optional<String>> change) {
        access.snapshot(handle -> {
            handle.createUpdate(ADD).bind("name", name).execute();
            Optional<String> before = handle.createQuery(LOCK)
                    .bind("name", name)
                    .mapTo(String.class)
                    .findOne()
                    .filter(value -> !value.isEmpty());
            Optional<String> after = change.apply(before);
            if (!after.equals(before)) {
                handle.createUpdate(SET)
                        .bind("name", name)
                        .bind("value", after.orElse(""))
                        .execute();
            }
            return 0;
        });
    }

    /** Deletes values that nothing uses any more. */
    static void prune(HistoryAccess access, Instant before) {
        access.write(
                "delete old shared values",
                handle -> handle.createUpdate(PRUNE)
                        .bind("before", before.atOffset(ZoneOffset.UTC))
                        .execute());
    }
}
