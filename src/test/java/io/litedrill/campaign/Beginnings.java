package io.litedrill.campaign;

import io.litedrill.campaign.Damage.Kind;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.Lz4Builder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Damage to the start of a generation or chain: its snapshots are missing, or a new one begins with an empty
 * database.
 */
final class Beginnings {
    private static final String NEW_GENERATION = "ffffffffffffffff";

    private final SoundReplica replica;
    private final ReplicaImage image;
    private final Finished finished;

    Beginnings(SoundReplica replica) {
        this.replica = replica;
        this.image = replica.image();
        this.finished = new Finished(image);
    }

    List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        for (String generation : finished.generations()) {
            all.add(withoutSnapshots(generation));
            all.add(copiedWithoutSnapshot(generation));
        }
        if (!finished.ltxFiles().isEmpty()) {
            all.addAll(chainsWithoutBeginning());
        }
        Stream.of("", "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)")
                .map(schema -> emptyDatabase(replica.pageSize(), schema))
                .forEach(database -> all.addAll(empty(database)));
        if (!finished.generations().isEmpty()) {
            all.add(newGeneration("a snapshot of no bytes", new byte[0]));
        }
        return all;
    }

    private Damage withoutSnapshots(String generation) {
        return Finished.deleted(
                Kind.NO_SNAPSHOT,
                finished.snapshots().stream()
                        .filter(snapshot -> snapshot.generation().equals(generation))
                        .toList());
    }

    private Damage copiedWithoutSnapshot(String generation) {
        List<Change> changes = finished.segments(generation).stream()
                .map(segment -> Change.put(
                        segment.at(NEW_GENERATION, segment.index(), segment.offset()),
                        image.bytes(segment.path()),
                        image.time(segment.path()).plusSeconds(3600)))
                .toList();
        return new Damage(Kind.NO_SNAPSHOT, "a newest generation of segments only, those of " + generation, changes);
    }

    private List<Damage> chainsWithoutBeginning() {
        List<CaseNames.Ltx> whole =
                finished.ltxFiles().stream().filter(file -> file.min() == 1).toList();
        List<Damage> all = new ArrayList<>(List.of(Finished.deleted(Kind.NO_SNAPSHOT, whole)));
        for (int level : new int[] {0, 1, 2, 9}) {
            List<CaseNames.Ltx> ofLevel =
                    whole.stream().filter(file -> file.level() == level).toList();
            if (!ofLevel.isEmpty() && ofLevel.size() < whole.size()) {
                all.add(Finished.deleted(Kind.NO_SNAPSHOT, ofLevel));
            }
        }
        return all;
    }

    private List<Damage> empty(byte[] database) {
        List<Damage> all = new ArrayList<>();
        if (!finished.generations().isEmpty()) {
            all.add(newGeneration("a database of " + database.length + " bytes without rows", database));
        }
        if (!finished.ltxFiles().isEmpty()) {
            all.add(newState(database));
        }
        return all;
    }

    private Damage newGeneration(String what, byte[] database) {
        Instant later = image.newest().plusSeconds(3600);
        String path = "generations/" + NEW_GENERATION + "/snapshots/00000000.snapshot.lz4";
        return new Damage(
                Kind.EMPTY_DATABASE,
                "a newest generation: " + what,
                Change.put(path, Lz4Builder.frame(database), later));
    }

    /**
     * Returns the file that Litestream 0.5 writes when it starts again on an emptied file: a full file at the next
     * TXID.
     */
    private Damage newState(byte[] database) {
        long next = 1
                + finished.ltxFiles().stream()
                        .mapToLong(CaseNames.Ltx::max)
                        .max()
                        .orElseThrow();
        Instant later = image.newest().plusSeconds(3600);
        int size = replica.pageSize();
        LtxBuilder file =
                LtxBuilder.of(size, database.length / size).txids(next, next).timestamp(later);
        for (int page = 0; page < database.length / size; page++) {
            file.page(page + 1, Arrays.copyOfRange(database, page * size, (page + 1) * size));
        }
        String path = String.format("ltx/0/%016x-%016x.ltx", next, next);
        String what = "a newest state: a database of " + database.length + " bytes without rows";
        return new Damage(Kind.EMPTY_DATABASE, what, Change.put(path, file.build(), later));
    }

    private static byte[] emptyDatabase(int pageSize, String schema) {
        try {
            Path folder = Files.createTempDirectory("empty");
            Path file = folder.resolve("empty.db");
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("PRAGMA page_size = " + pageSize);
                statement.executeUpdate("VACUUM");
                if (!schema.isEmpty()) {
                    statement.executeUpdate(schema);
                }
            }
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(folder);
            return bytes;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
