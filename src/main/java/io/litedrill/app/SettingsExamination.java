package io.litedrill.app;

import io.litedrill.app.Diagnosis.Area;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.check.LiveMemory;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.Verdict;
import io.litedrill.live.LitestreamProcesses;
import io.litedrill.live.LiveDatabase;
import io.litedrill.live.LiveState;
import io.litedrill.replica.Layout;
import io.litedrill.replica.WriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Examines the settings of a replica, and its live database on this machine. */
final class SettingsExamination {
    private static final String SCHEME = "file://";

    private final CheckedReplica watched;
    private final ReplicaHistory memory;
    private final Optional<Layout> layout;
    private final List<Diagnosis> all = new ArrayList<>();

    /**
     * Creates an examination.
     *
     * @param layout of the newest recovery point, which shows the version that writes the replica; empty when unknown
     */
    SettingsExamination(CheckedReplica watched, ReplicaHistory memory, Optional<Layout> layout) {
        this.watched = watched;
        this.memory = memory;
        this.layout = layout;
    }

    List<Diagnosis> examine() {
        retention();
        watched.live().ifPresent(live -> {
            live(live);
            writers(live);
            readers(live);
        });
        return all;
    }

    private void retention() {
        WriterSettings settings = watched.settings();
        Optional<Duration> promised = watched.objectives().retention();
        if (!settings.deletes()) {
            ok(Area.RETENTION, "Litestream deletes no files (retention.enabled: false)");
            return;
        }
        WriterSettings.Keeping keeping = settings.of(layout.orElseGet(() -> configured(settings)));
        Duration kept = keeping.retention();
        Optional<Duration> interval = keeping.snapshotInterval();
        Duration least =
                interval.map(kept::minus).filter(left -> !left.isNegative()).orElse(Duration.ZERO);
        String text = "retention " + Format.duration(kept) + ", snapshot interval "
                + interval.map(Format::duration).orElse("not set") + ": restores reach back at least "
                + Format.duration(least);
        if (interval.filter(often -> often.compareTo(kept) > 0).isPresent()) {
            warning(
                    Area.RETENTION,
                    text + ". The interval is longer than the retention, so after each snapshot older states are gone",
                    "set the snapshot interval to a half of the retention or less");
        } else if (least.isZero()) {
            warning(
                    Area.RETENTION,
                    text + ". Right after a snapshot, no older state may be left",
                    "set the snapshot interval to a half of the retention or less");
        } else if (promised.filter(wanted -> wanted.compareTo(least) > 0).isPresent()) {
            warning(
                    Area.RETENTION,
                    text + ". Promised is " + Format.duration(promised.get()),
                    "set the retention to the promised time plus the snapshot interval, or more");
        } else {
            ok(Area.RETENTION, text);
        }
    }

    /** Returns the layout of the version whose keys are set, for a replica whose files show none. */
    private static Layout configured(WriterSettings settings) {
        boolean onlyNew = settings.wal().equals(WriterSettings.Keeping.WAL)
                && !settings.ltx().equals(WriterSettings.Keeping.LTX);
        return onlyNew ? Layout.LTX : Layout.WAL;
    }

    private void live(Path live) {
        LiveState state = LiveDatabase.read(live);
        if (state instanceof LiveState.Unreadable unreadable) {
            warning(
                    Area.PERMISSIONS,
                    "the live database cannot be read: " + unreadable.reason(),
                    "let Litedrill's user read it, so that the lag is measured");
        } else if (!(state instanceof LiveState.Missing) || !LiveMemory.isKnown(memory, watched.id(), live)) {
            ok(
                    Area.PERMISSIONS,
                    state instanceof LiveState.Present
                            ? live + ": the live database can be read"
                            : live + ": is not on this machine, so the lag cannot be measured");
        }
    }

    private void writers(Path live) {
        List<LitestreamProcesses.Running> litestreams = LitestreamProcesses.of(live);
        String names =
                litestreams.stream().map(running -> running.holder().toString()).collect(Collectors.joining("; "));
        if (litestreams.size() > 1) {
            all.add(new Diagnosis(
                    Optional.of(watched.id()),
                    Area.WRITERS,
                    Verdict.CRITICAL,
                    litestreams.size() + " Litestreams replicate " + live + " on this machine: " + names,
                    Hint.text("stop all but one; then see what they left: ").then(watched.command(CommandVerb.CHECK))));
        } else if (LiveDatabase.read(live) instanceof LiveState.Present) {
            ok(
                    Area.WRITERS,
                    litestreams.isEmpty()
                            ? "no Litestream that this user can see replicates " + live + " on this machine"
                            : names);
        }
        litestreams.stream()
                .flatMap(running -> running.program().stream())
                .distinct()
                .forEach(program -> all.add(LitestreamVersion.diagnosis(Optional.of(watched.id()), program)));
    }

    /** Compares who can read the live database with who can read its copy in a folder. */
    private void readers(Path live) {
        String location = watched.replica().location();
        Optional<Readers> original = Readers.of(live);
        if (original.isEmpty()) {
            return;
        }
        Optional<Readers> copy = location.startsWith(SCHEME)
                ? Readers.of(Path.of(location.substring(SCHEME.length())))
                : Optional.empty();
        String text = "the live database (" + original.get().mode() + ") can be read by "
                + original.get().who()
                + copy.map(readers -> ", its replica's folder (" + readers.mode() + ") by " + readers.who())
                        .orElse("");
        boolean wider = copy.filter(
                        readers -> (readers.others() && !original.get().others())
                                || (readers.group() && original.get().isPrivate()))
                .isPresent();
        if (wider) {
            warning(
                    Area.SECRECY,
                    text + ". More users can read the backup than the database",
                    "chmod 700 " + Format.quoted(location.substring(SCHEME.length())));
        } else {
            ok(Area.SECRECY, text);
        }
    }

    private void warning(Area area, String message, String next) {
        all.add(new Diagnosis(Optional.of(watched.id()), area, Verdict.WARNING, message, Hint.text(next)));
    }

    private void ok(Area area, String message) {
        all.add(Diagnosis.ok(Optional.of(watched.id()), area, message));
    }
}
