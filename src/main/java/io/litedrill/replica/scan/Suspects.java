package io.litedrill.replica.scan;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.LtxReader;
import io.litedrill.replica.format.UnsupportedException;
import io.litedrill.replica.timeline.LtxLineage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads LTX files whose headers contradict others to the end. Headers are read without a checksum: one damaged bit in a
 * header is damage of one file and not a second database.
 */
public final class Suspects {
    private final Replica replica;
    private final ReadingCache cache;

    public Suspects(Replica replica, ReadingCache cache) {
        this.replica = replica;
        this.cache = cache;
    }

    /**
     * Returns the inventory with the damage that was found in such files; the same inventory if none was found.
     *
     * @param depth limits the bytes to read
     * @throws IOException when the store fails, or a file is deleted during the scan
     */
    public Inventory verify(Inventory inventory, Depth depth) throws IOException {
        List<ReplicaFile> suspects = LtxLineage.breaks(inventory.ltxFiles()).stream()
                .flatMap(each -> Stream.<ReplicaFile>of(each.first(), each.second()))
                .distinct()
                .toList();
        Map<String, Reading> damaged = new HashMap<>();
        long bytes = depth.bytes();
        for (ReplicaFile file : suspects) {
            if (file.bytes() > bytes || cache.isVerified(replica, file)) {
                continue;
            }
            bytes -= file.bytes();
            Reading reading = read(file);
            cache.put(replica, file, reading);
            cache.verified(replica, file);
            if (!(reading instanceof Reading.Header)) {
                damaged.put(file.object().key(), reading);
            }
        }
        return damaged.isEmpty()
                ? inventory
                : inventory.map(
                        file -> file.with(damaged.getOrDefault(file.object().key(), file.reading())));
    }

    private Reading read(ReplicaFile file) throws IOException {
        try (InputStream stored = replica.store().open(file.object().key(), 0, file.bytes());
                LtxReader ltx = new LtxReader(stored, file.bytes())) {
            while (ltx.next()) {
                // next() verifies each page
            }
            return file.reading();
        } catch (UnsupportedException e) {
            return new Reading.Unsupported(String.valueOf(e.getMessage()));
        } catch (FormatException e) {
            return new Reading.Damaged(String.valueOf(e.getMessage()));
        }
    }
}
