package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.IncrementPlan;
import io.litedrill.restore.RestorePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks that the disk has enough free space for a plan, before the first byte is read. */
public final class DiskSpace {
    /**
     * Assumed ratio of database size to compressed size. LZ4 rarely reduces a database to less than half; a snapshot
     * does not record its original size.
     */
    static final int USUAL_RATIO = 2;

    private DiskSpace() {}

    /**
     * Returns a finding when the free space does not suffice for a plan.
     *
     * @throws IOException when the free space cannot be determined
     */
    public static Optional<Finding> missing(RestorePlan plan, Path folder) throws IOException {
        return missing(needed(plan), folder);
    }

    /** Returns whether the free space suffices for the changed pages of a plan. */
    static boolean suffices(IncrementPlan plan, Path folder) throws IOException {
        return missing(plan.bytes() * USUAL_RATIO, folder).isEmpty();
    }

    /** Returns a finding when fewer than the needed bytes are free. */
    static Optional<Finding> missing(long needed, Path folder) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        return free >= needed ? Optional.empty() : Optional.of(full(folder, needed, free));
    }

    private static long needed(RestorePlan plan) {
        List<ReplicaFile> files = plan.files();
        Reading last = files.get(files.size() - 1).reading();
        return last instanceof Reading.Header header
                ? Math.min(header.pages(), plan.mostPages(header.pageSize())) * header.pageSize()
                : plan.bytes() * USUAL_RATIO;
    }

    private static Finding full(Path folder, long needed, long free) {
        return new Finding(
                FindingCode.SCRATCH_FULL,
                Severity.UNKNOWN,
                FindingSentence.NO_ROOM.of(needed, free),
                folder.toString(),
                Hint.text("make room there, or name a folder with more room (scratch)"));
    }

    /** Returns the finding for a failed write, which says whether the disk is full or cannot be written. */
    static Finding writeFailed(Path folder, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean full = message.contains("No space left") || message.contains("quota");
        return full
                ? new Finding(
                        FindingCode.SCRATCH_FULL,
                        Severity.UNKNOWN,
                        FindingSentence.WRITE_FAILED.of(message),
                        folder.toString(),
                        Hint.text("make room there, or name a folder with more room (scratch)"))
                : new Finding(
                        FindingCode.SCRATCH_UNUSABLE,
                        Severity.UNKNOWN,
                        FindingSentence.SCRATCH_UNUSABLE.of(failure.getClass().getSimpleName() + ": " + message),
                        folder.toString(),
                        Hint.text("let this user write to the folder, or name another one (scratch)"));
    }
}
