package io.litedrill.campaign;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of the path of a replica's file, parsed separately from the code under test. */
sealed interface CaseNames {
    /** Returns the path of the file. */
    String path();

    /** A segment of the wal layout. */
    record Segment(String path, String generation, long index, long offset) implements CaseNames {
        String at(String otherGeneration, long otherIndex, long otherOffset) {
            return String.format("generations/%s/wal/%08x_%08x.wal.lz4", otherGeneration, otherIndex, otherOffset);
        }
    }

    /** A snapshot of the wal layout. */
    record Snapshot(String path, String generation, long index) implements CaseNames {
        String at(String otherGeneration, long otherIndex) {
            return String.format("generations/%s/snapshots/%08x.snapshot.lz4", otherGeneration, otherIndex);
        }
    }

    /** A file of the ltx layout. */
    record Ltx(String path, int level, long min, long max) implements CaseNames {
        String at(int otherLevel, long otherMin, long otherMax) {
            return String.format("ltx/%d/%016x-%016x.ltx", otherLevel, otherMin, otherMax);
        }
    }

    /** Parses the path of a file that Litestream wrote. */
    static CaseNames of(String path) {
        return snapshot(path)
                .or(() -> segment(path))
                .or(() -> ltx(path))
                .orElseThrow(() -> new IllegalArgumentException(path));
    }

    private static Optional<CaseNames> snapshot(String path) {
        Matcher name = Pattern.compile("generations/(\\w{16})/snapshots/(\\w{8})\\.snapshot\\.lz4")
                .matcher(path);
        return name.matches() ? Optional.of(new Snapshot(path, name.group(1), hex(name.group(2)))) : Optional.empty();
    }

    private static Optional<CaseNames> segment(String path) {
        Matcher name = Pattern.compile("generations/(\\w{16})/wal/(\\w{8})_(\\w{8})\\.wal\\.lz4")
                .matcher(path);
        return name.matches()
                ? Optional.of(new Segment(path, name.group(1), hex(name.group(2)), hex(name.group(3))))
                : Optional.empty();
    }

    private static Optional<CaseNames> ltx(String path) {
        Matcher name = Pattern.compile("ltx/(\\d)/(\\w{16})-(\\w{16})\\.ltx").matcher(path);
        return name.matches()
                ? Optional.of(new Ltx(path, Integer.parseInt(name.group(1)), hex(name.group(2)), hex(name.group(3))))
                : Optional.empty();
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
