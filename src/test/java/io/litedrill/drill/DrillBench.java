package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.AgeBuilder;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A golden replica in a folder, ready to be damaged and drilled. */
public final class DrillBench {
    /** All of SQLite's own checks, and no assertion. */
    public static final Expectations SOUND = new Expectations(
            Expectations.Mode.INTEGRITY_CHECK, true, List.of("account"), List.of(), Duration.ofSeconds(30));

    private static final Objectives OBJECTIVES = new Objectives(
            Duration.ofMinutes(5), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());

    private final Path folder;
    private final AgeIdentities identities;

    private DrillBench(Path folder, AgeIdentities identities) {
        this.folder = folder;
        this.identities = identities;
    }

    /** Copies a golden replica into a folder, with its times. */
    public static DrillBench of(String name, Path folder) throws IOException {
        GoldenReplica.load(name).copyTo(folder.resolve("replica"));
        return new DrillBench(folder, AgeIdentities.of(List.of(GoldenReplica.identity())));
    }

    /** Returns the same replica, read with these identities. */
    public DrillBench with(AgeIdentities others) {
        return new DrillBench(folder, others);
    }

    /** Returns the replica that {@link #of} copied into a folder before. */
    public static DrillBench again(Path folder) {
        return new DrillBench(folder, AgeIdentities.NONE);
    }

    /** Returns the replica as runs receive it. */
    public CheckedReplica watched() {
        Replica replica = new Replica(new FileObjectStore(folder, StorageListener.NONE), "replica", identities);
        return new CheckedReplica(
                new ReplicaId("app", "file"), replica, Optional.empty(), OBJECTIVES, WriterSettings.DEFAULTS);
    }

    /** Returns the scratch folder of drills. */
    public Path scratch() {
        return folder.resolve("scratch");
    }

    /** Drills the newest state. */
    public DrillResult drill() {
        return drill(new Point.Newest(), SOUND);
    }

    /** Drills a state. */
    public DrillResult drill(Point point, Expectations expectations) {
        Driller driller = new Driller(scratch(), new ReadingCache(10_000), InstantSource.system());
        return driller.drill(new DrillOrder("run", watched(), point, expectations), RestoreListener.NONE);
    }

    /** Returns the files of the replica whose path contains this text, sorted. */
    public List<Path> files(String part) {
        try (Stream<Path> files = Files.walk(folder.resolve("replica"))) {
            return files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().contains(part))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Truncates a file, and keeps its modification time. */
    public void truncate(Path file, long size) throws IOException {
        write(file, Arrays.copyOf(Files.readAllBytes(file), (int) size));
    }

    /** Flips one bit, and keeps the modification time. */
    public void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x10;
        write(file, bytes);
    }

    /** Encrypts a file with a discarded key, and keeps the modification time. */
    public void encrypt(Path file) throws IOException {
        write(file, AgeBuilder.encrypt(Files.readAllBytes(file), AgeBuilder.key()));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        var time = Files.getLastModifiedTime(file);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }
}
