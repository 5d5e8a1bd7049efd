package io.litedrill.check;

import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.WalBuilder;
import io.litedrill.storage.MemoryObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A replica of many small files that grows by one increment at a time. */
abstract class GrowingReplica {
    private static final int PAGE = 512;

    private final MemoryObjectStore store;
    private final List<String> keys = new ArrayList<>();
    private Instant newest = Instant.MIN;

    GrowingReplica(MemoryObjectStore store) {
        this.store = store;
    }

    static GrowingReplica of(String layout, MemoryObjectStore store, int files, Instant now) {
        return of(layout, "00000000000000aa", store, files, now);
    }

    /** Creates a replica with this many increments, the newest written just now. */
    static GrowingReplica of(String layout, String generation, MemoryObjectStore store, int files, Instant now) {
        Instant start = now.minusSeconds(files);
        GrowingReplica replica = layout.equals("wal") ? new Wal(store, generation, start) : new Ltx(store, start);
        for (int i = 1; i <= files; i++) {
            replica.grow(start.plusSeconds(i));
        }
        return replica;
    }

    /** Adds one increment. */
    abstract void grow(Instant at);

    /** Returns the key of the n-th increment, from 0. */
    String key(int increment) {
        return keys.get(increment);
    }

    Instant newest() {
        return newest;
    }

    void put(String key, byte[] file, Instant at) {
        store.put(key, file, at);
        keys.add(key);
        newest = at;
    }

    private static byte[] page(int seed) {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, (byte) seed);
        return page;
    }

    private static final class Wal extends GrowingReplica {
        private static final int OF_INDEX = 100;
        private static final int FRAME = 24 + PAGE;

        private final String folder;
        private int made;
        private byte[] wal = new byte[0];

        Wal(MemoryObjectStore store, String generation, Instant start) {
            super(store);
            this.folder = "app/generations/" + generation;
            store.put(folder + "/snapshots/00000000.snapshot.lz4", Lz4Builder.frame(page(1)), start);
        }

        @Override
        void grow(Instant at) {
            int index = made / OF_INDEX;
            int number = made % OF_INDEX;
            if (number == 0) {
                WalBuilder builder = new WalBuilder(PAGE).salts(100 + index, 7);
                for (int i = 0; i < OF_INDEX; i++) {
                    builder.frame(1, 1, page(made + i));
                }
                wal = builder.build();
            }
            int from = number == 0 ? 0 : 32 + number * FRAME;
            byte[] segment = Arrays.copyOfRange(wal, from, 32 + (number + 1) * FRAME);
            put(
                    String.format(Locale.ROOT, "%s/wal/%08x_%08x.wal.lz4", folder, index, from),
                    Lz4Builder.frame(segment),
                    at);
            made++;
        }
    }

    /** Level 0 has the last 300 increments, level 1 one file for each increment but the last. */
    private static final class Ltx extends GrowingReplica {
        private final MemoryObjectStore store;
        private int txid = 1;

        Ltx(MemoryObjectStore store, Instant start) {
            super(store);
            this.store = store;
            store.put(
                    "app/0009/0000000000000001-0000000000000001.ltx",
                    LtxBuilder.snapshot(PAGE, 1, 1, 0).timestamp(start).build(),
                    start);
        }

        @Override
        void grow(Instant at) {
            txid++;
            byte[] file = LtxBuilder.of(PAGE, 1)
                    .txids(txid, txid)
                    .timestamp(at)
                    .page(1, page(txid))
                    .build();
            store.put(name(0, txid), file, at);
            store.delete(name(0, txid - 300));
            put(name(1, txid), file, at);
        }

        private static String name(int level, int txid) {
            return String.format(Locale.ROOT, "app/%04x/%016x-%016x.ltx", level, txid, txid);
        }
    }
}
