package io.litedrill.restore;

import static io.litedrill.restore.FuzzedReplica.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.Choices;
import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.LtxBuilder.Encoding;
import io.litedrill.replica.format.Sealing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chains of LTX files. Half of the inputs make a history whose every state is known, and damage one file or none: the
 * restored state is one of those states, and the last one without damage. The others have any bytes in their files,
 * with correct checksums.
 */
class LtxRestoreFuzzTest extends FuzzTarget {
    private static final int MOST_FILES = 6;

    @Override
    protected Stream<byte[]> seeds() {
        byte[] known = {0, 0, 2, 1, 2, 3, 0, 3, 1, 1, 7, 0, 2, 5, 5, 1, 0, 1, 9, 2, 1, 0, 1, 4, 4};
        byte[] damaged = {0, 1, 2, 1, 2, 3, 0, 3, 1, 1, 7, 0, 2, 5, 5, 1, 0, 1, 9, 2, 1, 0, 1, 4, 4};
        byte[] file = LtxBuilder.snapshot(FuzzedReplica.PAGE, 2, 1, 1).build();
        ByteBuffer any = ByteBuffer.allocate(4 + file.length);
        any.put(new byte[] {1, 0}).putShort((short) file.length).put(file);
        return Stream.of(known, damaged, any.array());
    }

    @Override
    protected void read(byte[] input) throws IOException {
        Choices choices = new Choices(input);
        if (choices.flag()) {
            anyBytes(choices);
        } else {
            new History(choices).judge();
        }
    }

    private static void anyBytes(Choices choices) throws IOException {
        FuzzedReplica replica = new FuzzedReplica();
        boolean probed = choices.flag();
        for (int txid = 1; txid <= MOST_FILES && (choices.more() || txid == 1); txid++) {
            byte[] file = Sealing.ltx(choices.bytes(choices.u16()), true);
            boolean named = file.length >= 32;
            long min = named ? ByteBuffer.wrap(file).getLong(16) : txid;
            long max = named ? ByteBuffer.wrap(file).getLong(24) : txid;
            replica.put(key(txid == 1 ? 9 : 0, min, max), file);
        }
        replica.restored(probed)
                .ifPresent(database ->
                        assertThat(database.remaining() % FuzzedReplica.PAGE).isZero());
    }

    private static String key(int level, long min, long max) {
        return String.format(Locale.ROOT, "ltx/%d/%016x-%016x.ltx", level, min, max);
    }

    /** A history that is written to a replica while it is generated. */
    private static final class History {
        private final FuzzedReplica replica = new FuzzedReplica();
        private final List<ByteBuffer> states = new ArrayList<>();
        private final List<byte[]> pages = new ArrayList<>();
        private final Choices choices;
        private final boolean damaged;
        private final boolean probed;

        History(Choices choices) {
            this.choices = choices;
            int mode = choices.u8();
            this.damaged = (mode & 1) != 0;
            this.probed = (mode & 2) != 0;
        }

        void judge() throws IOException {
            snapshot();
            for (int txid = 2; txid <= MOST_FILES && choices.more(); txid++) {
                increment(txid);
            }
            if (damaged) {
                replica.damage(choices);
            }
            replica.restored(probed).ifPresent(database -> assertThat(states).contains(database));
            if (!damaged) {
                // only a read of the files shows that they fit together
                assertThat(replica.restored(true)).isEqualTo(Optional.of(states.get(states.size() - 1)));
            }
        }

        private void snapshot() {
            int count = 1 + choices.below(5);
            for (int pgno = 1; pgno <= count; pgno++) {
                pages.add(page(pgno, choices.bytes(3)));
            }
            LtxBuilder file = file(1);
            for (int pgno = 1; pgno <= count; pgno++) {
                file.page(pgno, pages.get(pgno - 1));
            }
            replica.put(key(9, 1, 1), file.build());
            states.add(FuzzedReplica.database(pages));
        }

        private void increment(int txid) {
            int before = pages.size();
            int size = Math.max(1, before + choices.below(5) - 2);
            while (pages.size() > size) {
                pages.remove(pages.size() - 1);
            }
            boolean[] written = new boolean[size];
            for (int pgno = before + 1; pgno <= size; pgno++) {
                pages.add(page(pgno, choices.bytes(3)));
                written[pgno - 1] = true;
            }
            for (int i = choices.below(3); i > 0; i--) {
                int pgno = 1 + choices.below(size);
                pages.set(pgno - 1, page(pgno, choices.bytes(3)));
                written[pgno - 1] = true;
            }
            put(txid, written);
        }

        private void put(int txid, boolean[] written) {
            LtxBuilder file = file(txid);
            for (int i = 0; i < written.length; i++) {
                if (written[i]) {
                    file.page(i + 1L, pages.get(i));
                }
            }
            replica.put(key(choices.below(3), txid, txid), file.build());
            states.add(FuzzedReplica.database(pages));
        }

        private LtxBuilder file(int txid) {
            return LtxBuilder.of(FuzzedReplica.PAGE, pages.size())
                    .txids(txid, txid)
                    .timestamp(replica.time())
                    .encoding(choices.flag() ? Encoding.FRAME : Encoding.BLOCK);
        }
    }
}
