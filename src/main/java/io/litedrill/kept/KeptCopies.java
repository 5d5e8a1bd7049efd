package io.litedrill.kept;

import io.litedrill.files.ProcessLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Provides the kept copies below the scratch folder, one for each replica. */
public final class KeptCopies {
    private static final int DIGITS = 16;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

    private final Path root;

    /**
     * Creates the copies of a scratch folder.
     *
     * @param scratch the scratch folder; need not exist
     */
    public KeptCopies(Path scratch) {
        this.root = scratch.resolve("kept");
    }

    /**
     * Opens the copy of a replica; returns empty while another process or thread uses it. The copy may not exist yet.
     *
     * @param database name of the database
     * @param replica name of the replica
     */
    public Optional<KeptCopy> open(String database, String replica) throws IOException {
        Path folder = folder(database, replica);
        KeptCopy.ensure(folder);
        Optional<ProcessLock> lock = ProcessLock.tryLock(folder.resolve("lock"));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        KeptCopy copy = new KeptCopy(folder, lock.get());
        try {
            copy.clean();
            return Optional.of(copy);
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /** Opens the copy of a replica if there is one; creates nothing. Otherwise as {@link #open}. */
    public Optional<KeptCopy> openExisting(String database, String replica) throws IOException {
        return Files.isDirectory(folder(database, replica), LinkOption.NOFOLLOW_LINKS)
                ? open(database, replica)
                : Optional.empty();
    }

    /** Returns the path of the kept database of a replica. It may not exist. */
    public Path database(String database, String replica) {
        return KeptCopy.database(folder(database, replica));
    }

    /** Reads the state of a copy that may be in use; empty if there is none that can be trusted. Creates nothing. */
    public Optional<KeptState> state(String database, String replica) {
        try {
            return Optional.of(new KeptStateFile(folder(database, replica)).read());
        } catch (UnfitException e) {
            return Optional.empty();
        }
    }

    private Path folder(String database, String replica) {
        return root.resolve(name(database, replica));
    }

    /**
     * Returns the name of the folder of a replica. Names are hashed: they may contain characters that no file name can
     * have.
     */
    public static String name(String database, String replica) {
        byte[] name = (database + "\0" + replica).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(PageSums.sha256().digest(name)).substring(0, DIGITS);
    }

    /**
     * Returns the copies of all other replicas. Follows no links, and changes nothing.
     *
     * @param known the names of the folders of the known replicas
     */
    public List<KeptLeftover> leftovers(Set<String> known) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<KeptLeftover> left = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (NAME.matcher(name).matches() && !known.contains(name)) {
                    leftover(folder).ifPresent(left::add);
                }
            }
        }
        return List.copyOf(left);
    }

    private static Optional<KeptLeftover> leftover(Path folder) throws IOException {
        Path file = KeptCopy.database(folder);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.of(new KeptLeftover(
                folder, Files.size(file), Files.getLastModifiedTime(file).toInstant(), origin(folder)));
    }

    private static Optional<String> origin(Path folder) {
        try {
            return Optional.of(new KeptStateFile(folder).read().origin());
        } catch (UnfitException e) {
            return Optional.empty();
        }
    }

    /** Returns the number of bytes that the copies of all other replicas take. */
    public long bytesOfOthers(String database, String replica) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        Path own = folder(database, replica);
        long bytes = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                Path file = folder.resolve("database");
                boolean counts = !folder.equals(own) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                bytes += counts ? Files.size(file) : 0;
            }
        }
        return bytes;
    }
}
