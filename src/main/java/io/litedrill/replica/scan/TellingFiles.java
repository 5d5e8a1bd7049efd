package io.litedrill.replica.scan;

import io.litedrill.replica.LtxFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses the LTX files with the most informative headers of a replica. */
final class TellingFiles {
    private static final int NEWEST_RAW = 4;
    /** Large files of level 0 show whether Litestream writes the whole database again and again. */
    private static final int NEWEST_LARGE = 8;

    private TellingFiles() {}

    /**
     * Returns the snapshots, the newest files, the newest large files of level 0, those on both sides of a hole, and
     * those that end at one TXID with one of them.
     *
     * @param files in the order of an inventory
     */
    static Set<LtxFile> of(List<LtxFile> files) {
        Set<LtxFile> telling = new HashSet<>();
        LtxFile[] newestOfLevel = new LtxFile[10];
        LtxFile before = null;
        List<LtxFile> raw = new ArrayList<>();
        for (LtxFile file : files) {
            if (file.level() == 0) {
                raw.add(file);
            }
            newestOfLevel[file.level()] = file;
            boolean meets = before == null || Long.compareUnsigned(file.minTxid() - 1, before.maxTxid()) <= 0;
            if (file.isSnapshot() || !meets) {
                telling.add(file);
            }
            if (!meets) {
                telling.add(before);
            }
            before = file;
        }
        // whether both were made from one WAL shows whether there is one writer
        telling.addAll(raw.subList(Math.max(0, raw.size() - NEWEST_RAW), raw.size()));
        List<LtxFile> large = raw.stream().filter(LtxFile::isLargeRaw).toList();
        telling.addAll(large.subList(Math.max(0, large.size() - NEWEST_LARGE), large.size()));
        Stream.of(newestOfLevel).filter(file -> file != null).forEach(telling::add);
        Set<Long> ends = telling.stream().map(LtxFile::maxTxid).collect(Collectors.toSet());
        files.stream().filter(file -> ends.contains(file.maxTxid())).forEach(telling::add);
        return telling;
    }
}
