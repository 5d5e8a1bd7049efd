package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A copy of a replica with one damaged file, and the outcomes of its drills and restores. */
final class DamagedReplica {
    private static final Set<FindingCode> SAYS_DAMAGE = EnumSet.of(
            FindingCode.GAP,
            FindingCode.FILE_DAMAGED,
            FindingCode.FILE_UNSUPPORTED,
            FindingCode.SNAPSHOT_MISSING,
            FindingCode.NO_BACKUP,
            FindingCode.DATABASE_MALFORMED);

    /** Outcomes of a case. */
    enum Fate {
        /** No damage is reported, and the state is unchanged. */
        UNHARMED,
        /** Damage is reported, and nothing is restored. */
        NAMED_NOTHING_RESTORED,
        /** Damage is reported, and an earlier state of the application is restored. */
        NAMED_AND_FELL_BACK,
        /** Damage is reported, and the requested state is restored. */
        NAMED_AND_WHOLE,
        /**
         * No damage is reported, and an earlier state of the application is restored: the newest files are missing
         * without a trace.
         */
        OLDER_WITHOUT_TRACE,
        /**
         * No damage is reported, and the restored state never existed: the tail of a finished WAL index is missing,
         * which violates no rule of the format.
         */
        WRONG_WITHOUT_TRACE
    }

    /** The replica before the damage. */
    record Sound(
            WatchedReplica watched,
            List<Path> files,
            List<Path> chain,
            List<RecoveryPoint> points,
            Map<Long, String> dumps) {
        /** Returns the dump of the state at a point. */
        String dump(Point point) throws Exception {
            Path file = Comparison.restored(watched.restore(point));
            try {
                return Dump.sha256(file);
            } finally {
                Files.delete(file);
            }
        }

        boolean had(Ledger ledger, String dump) {
            return dump.equals(dumps.get(ledger.userVersion()));
        }
    }

    private final Sound sound;
    private final WatchedReplica watched;
    private final String what;
    private final boolean endsFinishedIndex;
    private final boolean deleted;

    /**
     * Opens a copy of a sound replica in which one file was damaged.
     *
     * @param harm the damage, for messages
     * @param deleted whether the file was deleted
     */
    DamagedReplica(Sound sound, Path copy, String harm, Path file, boolean deleted) throws IOException {
        this.sound = sound;
        this.watched = WatchedReplica.inFolder(copy, copy.resolveSibling("no-live.db"), copy.resolveSibling("work"));
        this.what = harm + " " + file;
        this.deleted = deleted;
        this.endsFinishedIndex = deleted && endsFinishedIndex(sound.files(), file);
    }

    /** Drills the newest state and restores it with fallback; both must have the same outcome. */
    Fate drill() throws Exception {
        DrillResult drill = watched.drill();
        String description = what + ": " + drill + " check: " + watched.check().findings();
        List<FindingCode> codes = drill.findings().stream()
                .map(Finding::code)
                .filter(SAYS_DAMAGE::contains)
                .toList();
        boolean named = !codes.isEmpty();
        assertThat(named).as(description).isEqualTo(drill.outcome() != Outcome.PASSED);
        // a flipped bit of the version cannot be distinguished from a newer version of the format
        boolean unsupported = named && codes.stream().allMatch(code -> code == FindingCode.FILE_UNSUPPORTED);
        assertThat(drill.outcome() != Outcome.INCONCLUSIVE || unsupported)
                .as(description)
                .isTrue();
        RestoreReport report = watched.restore(new Point.Newest(), Permissions.of(Permission.FALLBACK));
        assertThat(report.restored().map(restored -> restored.point()))
                .as(description + report)
                .isEqualTo(drill.restored().map(restored -> restored.point()));
        return fate(description, named, report, sound.dump(new Point.Newest()));
    }

    /** Restores one point, without fallback. */
    Fate restore(RecoveryPoint point) throws Exception {
        Point wanted = new Point.AtPosition(point.position());
        RestoreReport report = watched.restore(wanted);
        boolean restored = report.word() == OutcomeWord.RESTORED;
        return fate(what + " " + point + " " + report, !restored, report, sound.dump(wanted));
    }

    private Fate fate(String description, boolean named, RestoreReport report, String wanted) throws Exception {
        if (report.word() != OutcomeWord.RESTORED) {
            assertThat(named).as(description).isTrue();
            return Fate.NAMED_NOTHING_RESTORED;
        }
        Path output = report.run().output();
        Ledger ledger = Ledger.read(output);
        String dump = Dump.sha256(output);
        Files.delete(output);
        if (dump.equals(wanted)) {
            return named ? Fate.NAMED_AND_WHOLE : Fate.UNHARMED;
        }
        return other(description + " " + ledger, named, sound.had(ledger, dump));
    }

    /** Returns the outcome if another state than the requested one is restored. */
    private Fate other(String description, boolean named, boolean had) {
        if (named && had) {
            return Fate.NAMED_AND_FELL_BACK;
        }
        System.out.println("without trace: " + description);
        assertThat(named).as(description).isFalse();
        assertThat(deleted)
                .as("only a missing file leaves no trace: " + description)
                .isTrue();
        assertThat(had || endsFinishedIndex).as(description).isTrue();
        return had ? Fate.OLDER_WITHOUT_TRACE : Fate.WRONG_WITHOUT_TRACE;
    }

    /** Returns whether a file is the last of several segments of a WAL index that another index follows. */
    static boolean endsFinishedIndex(List<Path> files, Path file) {
        String index = file.getFileName().toString().replaceFirst("_.*", "");
        List<String> segments = files.stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.endsWith(".wal.lz4"))
                .toList();
        int at = segments.indexOf(file.getFileName().toString());
        return at >= 0 && at < segments.size() - 1 && !segments.get(at + 1).startsWith(index);
    }
}
