package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Severity;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestorePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Is there room for what a plan will write? Asked before a byte is fetched. */
public final class DiskSpace {
    /** Databases rarely shrink to less than half under LZ4; a snapshot does not say how large it was. */
    static final int USUAL_RATIO = 2;

    private DiskSpace() {}

    /**
     * The finding when there is not.
     *
     * @throws IOException when the room cannot be told
     */
    public static Optional<Finding> missing(RestorePlan plan, Path folder) throws IOException {
        return missing(needed(plan), folder);
    }

    /** The finding when there is no room for so many bytes. */
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
                "restoring needs about " + needed + " bytes, " + free + " are free",
                folder.toString(),
                "make room there, or name a folder with more room (scratch)");
    }

    /** The finding for a write that failed; a full disk is the reason that can be mended. */
    static Finding writeFailed(Path folder, IOException failure) {
        return new Finding(
                FindingCode.SCRATCH_FULL,
                Severity.UNKNOWN,
                "writing the restored database failed: " + failure.getMessage(),
                folder.toString(),
                "see whether the disk is full or the folder cannot be written");
    }
}
