package io.litedrill.drill;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import java.util.ArrayList;
import java.util.List;

/** Records the files that an attempt reads, and passes the progress on. */
final class FilesRead implements RestoreListener {
    private final RestoreListener progress;
    private final List<ReplicaFile> done = new ArrayList<>();
    private final List<LtxFile> headers = new ArrayList<>();

    FilesRead(RestoreListener progress) {
        this.progress = progress;
    }

    @Override
    public void done(ReplicaFile file) {
        done.add(file);
        progress.done(file);
    }

    @Override
    public void wrote(long pages) {
        progress.wrote(pages);
    }

    @Override
    public void header(LtxFile file) {
        headers.add(file);
    }

    /** Forgets the files of the attempt before. */
    void clear() {
        done.clear();
        headers.clear();
    }

    /** Adds the headers of files that were read by an earlier run. */
    void addHeaders(List<LtxFile> files) {
        headers.addAll(files);
    }

    /** Returns the files that were read to their end. */
    List<ReplicaFile> done() {
        return List.copyOf(done);
    }

    /** Returns the LTX files with the headers that were read. */
    List<LtxFile> headers() {
        return List.copyOf(headers);
    }
}
