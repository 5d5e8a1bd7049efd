package io.litedrill.campaign;

import io.litedrill.check.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The precision with which findings name the place of a damage, from exact to wrong. */
enum Place {
    /** The key of a changed file. */
    FILE,
    /** The WAL index or TXID of the missing part; or the part directly after it, or its generation. */
    HOLE,
    /** The replica without a file: all of it, or a malformed state. */
    REPLICA,
    /** Only other files. */
    WRONG;

    static Place of(List<Finding> findings, Damage damage) {
        return findings.stream()
                .map(finding -> of(finding, damage))
                .min(Enum::compareTo)
                .orElse(WRONG);
    }

    private static Place of(Finding finding, Damage damage) {
        List<String> paths = damage.changes().stream().map(Change::path).toList();
        String said = finding.where() + " " + finding.message();
        if (paths.stream().anyMatch(said::contains)) {
            return FILE;
        }
        if (paths.stream().flatMap(Place::hints).anyMatch(said::contains)) {
            return HOLE;
        }
        return finding.where().endsWith("/" + Workbench.ROOT) ? REPLICA : WRONG;
    }

    /**
     * Returns other references to a file: its index in its generation, its TXIDs, and for a snapshot its generation.
     */
    private static Stream<String> hints(String path) {
        String[] parts = path.split("/", -1);
        String name = parts[parts.length - 1];
        if (path.endsWith(".ltx")) {
            return Arrays.stream(name.substring(0, 33).split("-", -1)).map(txid -> "TXID " + txid);
        }
        if (path.endsWith(".snapshot.lz4")) {
            return Stream.of("/" + parts[1] + "/");
        }
        String index = name.substring(0, 8);
        long next = Long.parseLong(index, 16) + 1;
        return Stream.of(
                "WAL index " + index,
                parts[1] + "/wal/" + index,
                String.format("%s/wal/%08x_00000000", parts[1], next));
    }
}
