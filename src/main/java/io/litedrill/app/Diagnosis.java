package io.litedrill.app;

import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that {@code doctor} examined.
 *
 * @param id the replica; empty for this machine
 * @param message what was found, for people
 * @param next the next step; empty if there is none
 */
public record Diagnosis(Optional<ReplicaId> id, Area area, Verdict verdict, String message, Hint next) {
    /** The areas that are examined. */
    public enum Area {
        /** The configuration file. */
        CONFIGURATION,
        /** Whether the store accepts the credentials, and allows this user to list and read. */
        CREDENTIALS,
        /** Whether the store responds. */
        REACHABILITY,
        /** The clock of this machine, and that of the store. */
        CLOCK,
        /** Whether this user may use the folders and files that Litedrill needs. */
        PERMISSIONS,
        /** The room for drills. */
        SCRATCH,
        /** Litestream's version, and what is known of it. */
        LITESTREAM,
        /** Litestream's retention, against its snapshot interval and what was promised. */
        RETENTION,
        /** How many Litestreams write to a replica. */
        WRITERS,
        /** Which other users can read secrets and data. */
        SECRECY,
        /** The other findings of a check. */
        BACKUP;

        /** Returns the name for JSON. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Diagnosis ok(Optional<ReplicaId> id, Area area, String message) {
        return new Diagnosis(id, area, Verdict.OK, message, Hint.none());
    }

    static Diagnosis of(ReplicaId id, Area area, Finding finding) {
        return new Diagnosis(
                Optional.of(id),
                area,
                finding.severity().verdict(),
                finding.code().wire() + ": " + finding.message() + place(finding),
                finding.hint());
    }

    private static String place(Finding finding) {
        return finding.message().contains(finding.where()) ? "" : " (" + finding.where() + ")";
    }

    /** Returns the object for {@code --json}. */
    public JsonObject json() {
        return JsonObject.with()
                .put("database", id.map(ReplicaId::database))
                .put("replica", id.map(ReplicaId::replica))
                .put("area", area.wire())
                .put("verdict", verdict.name().toLowerCase(Locale.ROOT))
                .put("message", message)
                .put("next", next.text())
                .build();
    }
}
