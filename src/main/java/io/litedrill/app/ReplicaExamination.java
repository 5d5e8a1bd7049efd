package io.litedrill.app;

import io.litedrill.app.Diagnosis.Area;
import io.litedrill.check.CheckResult;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.check.StorageFindings;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DiskSpace;
import io.litedrill.replica.Layout;
import io.litedrill.replica.Point;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Examines one replica: its store, its clock, its room in scratch, and the findings of a check. */
final class ReplicaExamination {
    private final Application wiring;
    private final ReplicaTarget.Visible visible;
    private final CheckedReplica watched;
    private final List<Diagnosis> all = new ArrayList<>();

    ReplicaExamination(Application wiring, ReplicaTarget.Visible visible) {
        this.wiring = wiring;
        this.visible = visible;
        this.watched = visible.watched();
    }

    List<Diagnosis> examine() {
        Optional<Layout> layout = Optional.empty();
        try {
            Scan scan = watched.scanner(wiring.cache(), wiring.past().memory(), wiring.clock())
                    .scan(Depth.NEWEST);
            long files = scan.inventory().files().count();
            ok(
                    Area.REACHABILITY,
                    watched.replica().location() + ": answers, " + files + (files == 1 ? " file" : " files"));
            read(scan);
            clock(scan);
            layout = scan.timeline().newest().map(RecoveryPoint::position).map(Position::layout);
            layout.ifPresent(this::writer);
            room(scan);
            findings();
        } catch (StorageException e) {
            failed(StorageFindings.of(e, watched.replica().location()));
        }
        all.addAll(new SettingsExamination(watched, wiring.past().memory(), layout).examine());
        return List.copyOf(all);
    }

    /** Reads one byte: a store may allow to list and refuse to read. */
    private void read(Scan scan) throws StorageException {
        Optional<ReplicaFile> smallest = scan.inventory()
                .files()
                .filter(file -> file.object().size() > 0)
                .min(Comparator.comparingLong(file -> file.object().size()));
        if (smallest.isEmpty()) {
            return;
        }
        String key = smallest.get().object().key();
        try (InputStream body = watched.replica().store().open(key, 0, 1)) {
            int unused = body.read();
            ok(Area.CREDENTIALS, "files can be listed and read");
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException(StorageException.Kind.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private void clock(Scan scan) {
        Instant now = wiring.clock().instant();
        Optional<Duration> ahead = scan.replica().store().date().map(date -> Duration.between(now, date));
        ok(
                Area.CLOCK,
                ahead.map(lead -> "the store's clock and this machine's differ by " + Wording.distance(lead.abs())
                                + " at most (the store sends whole seconds)")
                        .orElse("the store sends no time; the times of files were compared with this machine's clock"));
    }

    private void writer(Layout layout) {
        String version = layout == Layout.LTX ? "0.5" : "0.3";
        ok(Area.LITESTREAM, "written by Litestream " + version + "; the files do not name the release");
    }

    private void room(Scan scan) {
        if (!(new Planner(scan.replica(), scan.timeline()).plan(new Point.Newest())
                instanceof PlanResult.Planned planned)) {
            return;
        }
        try {
            DiskSpace.missing(planned.plan(), existing(wiring.scratch()))
                    .ifPresentOrElse(
                            finding -> add(Area.SCRATCH, finding),
                            () -> ok(Area.SCRATCH, "scratch has room for the newest state"));
        } catch (IOException e) {
            all.add(new Diagnosis(
                    Optional.of(watched.id()),
                    Area.SCRATCH,
                    Verdict.UNKNOWN,
                    wiring.scratch() + ": the free space cannot be read: " + e.getMessage(),
                    Hint.text("name another folder (scratch)")));
        }
    }

    private static Path existing(Path folder) {
        Path there = folder;
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private void findings() {
        CheckResult check = new Operations(wiring).check(visible);
        List<Finding> found = check.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .toList();
        found.forEach(finding -> add(area(finding.code()), finding));
        if (found.stream().noneMatch(finding -> finding.code() == FindingCode.FORKED)) {
            ok(Area.WRITERS, "the files are of one writer");
        }
        if (found.isEmpty()) {
            ok(Area.BACKUP, "a check found nothing");
        }
    }

    private static Area area(FindingCode code) {
        return switch (code) {
            case FORKED -> Area.WRITERS;
            case CLOCK_SKEW -> Area.CLOCK;
            case RETENTION_SHORT, SNAPSHOT_OVERDUE, NOT_PRUNED, RETENTION_RACES_RESTORE -> Area.RETENTION;
            case ACCESS_DENIED -> Area.CREDENTIALS;
            case STORAGE_UNREACHABLE -> Area.REACHABILITY;
            default -> Area.BACKUP;
        };
    }

    private void failed(Finding finding) {
        add(area(finding.code()), finding);
    }

    private void add(Area area, Finding finding) {
        all.removeIf(known -> known.area() == area && known.verdict() == Verdict.OK && area == Area.CLOCK);
        all.add(Diagnosis.of(watched.id(), area, finding));
    }

    private void ok(Area area, String message) {
        all.add(Diagnosis.ok(Optional.of(watched.id()), area, message));
    }
}
