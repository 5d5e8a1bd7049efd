package io.litedrill.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.Seeded;
import io.litedrill.storage.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are parsed as by the regular expressions, which are too slow for the checks of thousands of databases. */
class FileNamesTest {
    private static final Pattern SNAPSHOT =
            Pattern.compile("generations/([0-9a-f]{16})/snapshots/([0-9a-f]{8})\\.snapshot\\.lz4");
    private static final Pattern SEGMENT =
            Pattern.compile("generations/([0-9a-f]{16})/wal/([0-9a-f]{8})_([0-9a-f]{8,16})\\.wal\\.lz4");
    private static final Pattern LTX = Pattern.compile("(?:ltx/|000)([0-9])/([0-9a-f]{16})-([0-9a-f]{16})\\.ltx");

    private static final List<String> NAMES = List.of(
            "generations/0123456789abcdef/snapshots/00000abc.snapshot.lz4",
            "generations/0123456789abcdef/wal/00000abc_00001000.wal.lz4",
            "generations/0123456789abcdef/wal/00000abc_0123456789abcdef.wal.lz4",
            "ltx/0/0000000000000001-00000000000000ff.ltx",
            "0009/0000000000000001-ffffffffffffffff.ltx");
    private static final String ALPHABET = "0123456789abcdefgAF/._-walztx";

    private static StoredObject object(String path) {
        return new StoredObject(path, 1, Instant.EPOCH);
    }

    private static Optional<ReplicaFile> expected(String path) {
        Matcher snapshot = SNAPSHOT.matcher(path);
        if (snapshot.matches()) {
            return Optional.of(
                    new WalSnapshot(snapshot.group(1), hex(snapshot.group(2)), object(path), Reading.UNREAD));
        }
        Matcher segment = SEGMENT.matcher(path);
        if (segment.matches()) {
            return Optional.<ReplicaFile>of(new WalSegment(
                            segment.group(1),
                            hex(segment.group(2)),
                            Math.max(0, hex(segment.group(3))),
                            object(path),
                            Reading.UNREAD))
                    .filter(file -> hex(segment.group(3)) >= 0);
        }
        Matcher ltx = LTX.matcher(path);
        if (!ltx.matches() || hex(ltx.group(2)) == 0) {
            return Optional.empty();
        }
        return Optional.<ReplicaFile>of(new LtxFile(
                        Integer.parseInt(ltx.group(1)),
                        hex(ltx.group(2)),
                        hex(ltx.group(3)),
                        object(path),
                        Reading.UNREAD))
                .filter(file -> Long.compareUnsigned(hex(ltx.group(2)), hex(ltx.group(3))) <= 0);
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    private static String mutated(String name, Random random) {
        StringBuilder text = new StringBuilder(name);
        for (int i = random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, other);
                case 1 -> text.insert(at, other);
                case 2 -> text.deleteCharAt(at);
                default -> text.setLength(at + 1);
            }
        }
        return text.toString();
    }

    @Seeded
    void aNameIsParsedAsTheRegularExpressionsSay(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String path = mutated(NAMES.get(random.nextInt(NAMES.size())), random);
            assertThat(FileNames.parse(path, object(path))).as(path).isEqualTo(expected(path));
            if (expected(path).isPresent()) {
                assertThat(FileNames.parseEnd(object("a/b/" + path))).as(path).isPresent();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "generations/", "generations/0123456789abcdef/wal/", "ltx/", "000", ".ltx", "ltx/0/x.ltx"})
    void otherNamesAreNoFiles(String path) {
        assertThat(FileNames.parse(path, object(path))).isEmpty();
        assertThat(FileNames.parseEnd(object(path))).isEmpty();
    }
}
