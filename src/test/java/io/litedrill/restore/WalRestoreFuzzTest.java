package io.litedrill.restore;

import static io.litedrill.restore.FuzzedReplica.PAGE;
import static io.litedrill.restore.FuzzedReplica.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.Choices;
import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.Sealing;
import io.litedrill.replica.format.WalBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Snapshots and WAL segments. Half of the inputs make a history whose every state is known, and damage one file or
 * none: the restored state is one of those states, and the last one without damage. The others have any bytes in
 * their files, with correct checksums.
 */
class WalRestoreFuzzTest extends FuzzTarget {
    private static final String FOLDER = "generations/00000000000000aa/";
    private static final int MOST_INDEXES = 3;

    @Override
    protected Stream<byte[]> seeds() {
        byte[] known = {0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2, 1, 3, 1, 7, 7, 2, 2, 1, 0, 0, 1, 1, 44, 1, 1, 2, 3};
        byte[] damaged = {0, 1, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2, 1, 3, 1, 7, 7, 2, 2, 1, 0, 0, 1, 1, 44, 1, 1, 2, 3};
        byte[] wal = new WalBuilder(PAGE)
                .frame(2, 2, page(2, new byte[0]))
                .frame(1, 2, page(1, new byte[0]))
                .build();
        ByteBuffer any = ByteBuffer.allocate(6 + wal.length);
        any.put(new byte[] {1, 0, 2, 1}).putShort((short) wal.length).put(wal);
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
        byte[] first = page(1, new byte[0]);
        byte[] database = Arrays.copyOf(first, choices.below(4) * PAGE);
        replica.put(FOLDER + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(database));
        for (int index = 0; index < MOST_INDEXES && choices.more(); index++) {
            int cut = choices.u8() * 8;
            byte[] wal = Sealing.wal(choices.bytes(choices.u16()));
            put(replica, index, wal, new int[] {0, Math.min(cut, wal.length), wal.length});
        }
        replica.restored(probed)
                .ifPresent(restored -> assertThat(restored.remaining() % PAGE).isZero());
    }

    /** Writes the WAL of an index in pieces from each offset to the next. */
    private static void put(FuzzedReplica replica, int index, byte[] wal, int... offsets) {
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] > offsets[i - 1]) {
                byte[] part = Arrays.copyOfRange(wal, offsets[i - 1], offsets[i]);
                String name = String.format(Locale.ROOT, "wal/%08x_%08x.wal.lz4", index, offsets[i - 1]);
                replica.put(FOLDER + name, Lz4Builder.frame(part));
            }
        }
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
            int count = 1 + choices.below(5);
            for (int pgno = 1; pgno <= count; pgno++) {
                pages.add(page(pgno, choices.bytes(3)));
            }
            ByteBuffer first = FuzzedReplica.database(pages);
            replica.put(FOLDER + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(bytes(first)));
            states.add(first);
            for (int index = 0; index < MOST_INDEXES && choices.more(); index++) {
                index(index);
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

        private void index(int index) {
            WalBuilder wal =
                    new WalBuilder(PAGE).salts(7L + index, choices.u8()).checkpointSequence(index);
            for (int i = choices.below(4); i >= 0; i--) {
                transaction(wal);
                states.add(FuzzedReplica.database(pages));
            }
            if (choices.flag()) {
                wal.frame(1, 0, page(1, new byte[] {(byte) 0xff}));
            }
            byte[] bytes = wal.build();
            put(replica, index, bytes, 0, Math.min(bytes.length, 32 + choices.u16() % bytes.length), bytes.length);
        }

        /** Writes every page by which the database grows, as SQLite does, and some others. */
        private void transaction(WalBuilder wal) {
            int before = pages.size();
            int size = Math.max(1, before + choices.below(5) - 2);
            for (int pgno = before + 1; pgno <= size; pgno++) {
                pages.add(page(pgno, choices.bytes(3)));
                wal.frame(pgno, 0, pages.get(pgno - 1));
            }
            for (int i = choices.below(3); i > 0; i--) {
                int pgno = 1 + choices.below(Math.max(before, size));
                byte[] page = page(pgno, choices.bytes(3));
                pages.set(pgno - 1, page);
                wal.frame(pgno, 0, page);
            }
            pages.set(0, page(1, choices.bytes(3)));
            wal.frame(1, size, pages.get(0));
            while (pages.size() > size) {
                pages.remove(pages.size() - 1);
            }
        }
    }

    private static byte[] bytes(ByteBuffer database) {
        byte[] bytes = new byte[database.remaining()];
        database.duplicate().get(bytes);
        return bytes;
    }
}
