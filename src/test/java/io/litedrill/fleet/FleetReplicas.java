package io.litedrill.fleet;

import io.litedrill.storage.KeyOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The keys of a fleet: the files of a few real replicas, in turn, under the prefix of each database. */
record FleetReplicas(List<NavigableMap<String, File>> templates, int databases) {
    static final String PREFIX = "fleet/";

    /**
     * A file of a replica.
     *
     * @param listed its entry in a listing, after the base of its key: made once, because the server shares the
     *     machine with the measured daemon
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record File(byte[] content, Instant modified, String etag, String listed) {
        static File of(String name, byte[] content, Instant modified) {
            String etag = Integer.toHexString(Arrays.hashCode(content));
            return new File(
                    content,
                    modified,
                    etag,
                    URLEncoder.encode(name, StandardCharsets.UTF_8) + "</Key><LastModified>" + modified
                            + "</LastModified><ETag>&quot;" + etag + "&quot;</ETag><Size>" + content.length
                            + "</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }
    }

    /** An object of the fleet. */
    record Found(String base, String name, File file) {
        String key() {
            return base + name;
        }
    }

    /** Reads the files of a replica in a folder, with their keys on S3. */
    private static NavigableMap<String, File> template(Path replica) throws IOException {
        NavigableMap<String, File> files = new TreeMap<>(KeyOrder.UTF_8);
        try (Stream<Path> all = Files.walk(replica)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = replica.relativize(file).toString().replaceFirst("^ltx/(\\d)/", "000$1/");
                // S3 has times in milliseconds
                Instant modified = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS);
                byte[] content = Files.readAllBytes(file);
                files.put(name, File.of(name, content, modified));
            }
        }
        return files;
    }

    private static String database(int number) {
        return String.format(Locale.ROOT, "%sdb-%05d/", PREFIX, number);
    }

    private Optional<Integer> numberOf(String key) {
        String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
        if (!name.matches("(?s)db-\\d{5}/.*")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(name.substring(3, 8));
        return number < databases ? Optional.of(number) : Optional.empty();
    }

    private NavigableMap<String, File> filesOf(int number) {
        return templates.get(number % templates.size());
    }

    /** Returns the file of a key. */
    Optional<File> file(String key) {
        return numberOf(key)
                .map(number ->
                        filesOf(number).get(key.substring(database(number).length())));
    }

    /** Returns the name of the database that a key or a prefix belongs to. */
    Optional<String> owner(String key) {
        return numberOf(key).map(FleetReplicas::database);
    }

    /** Returns the first objects of one database with a prefix and after a key. */
    List<Found> objects(String prefix, String after, int most) {
        List<Found> found = new ArrayList<>();
        numberOf(prefix).ifPresent(number -> {
            String base = database(number);
            String from = after.startsWith(base) ? after.substring(base.length()) : "";
            filesOf(number).tailMap(from, false).entrySet().stream()
                    .map(entry -> new Found(base, entry.getKey(), entry.getValue()))
                    .filter(each -> each.key().startsWith(prefix))
                    .limit(most)
                    .forEach(found::add);
        });
        return found;
    }

    /** Returns the first folders directly below a prefix and after one of them. */
    List<String> folders(String prefix, String after, int most) {
        Stream<String> all = prefix.equals(PREFIX)
                ? Stream.iterate(0, number -> number < databases, number -> number + 1)
                        .map(FleetReplicas::database)
                : objects(prefix, "", Integer.MAX_VALUE).stream()
                        .map(Found::key)
                        .filter(key -> key.indexOf('/', prefix.length()) > 0)
                        .map(key -> key.substring(0, key.indexOf('/', prefix.length()) + 1))
                        .distinct();
        return all.filter(folder -> folder.compareTo(after) > 0).limit(most).toList();
    }

    /** Returns the number of files of all databases. */
    long files() {
        return Stream.iterate(0, number -> number < databases, number -> number + 1)
                .mapToLong(number -> filesOf(number).size())
                .sum();
    }

    static FleetReplicas of(List<Path> replicas, int databases) {
        try {
            List<NavigableMap<String, File>> templates = new ArrayList<>();
            for (Path replica : replicas) {
                templates.add(template(replica));
            }
            return new FleetReplicas(templates, databases);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
