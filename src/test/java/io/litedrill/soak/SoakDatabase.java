package io.litedrill.soak;

import io.litedrill.litestream.Writer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * One database with its application.
 *
 * @param type of the replica, as Litestream names it
 * @param version of Litestream
 */
record SoakDatabase(String name, String type, String version, Path file, Writer writer) {
    /** Creates a database with the application's tables. */
    static SoakDatabase create(Path folder, String type, String version, int number) throws SQLException {
        String name = type + "-" + version.replace(".", "") + "-" + number;
        Path file = folder.resolve(name + ".db");
        return new SoakDatabase(name, type, version, file, Writer.create(file));
    }

    boolean isWal() {
        return version.startsWith("0.3.");
    }

    /** Returns the lines of a litestream.yml below {@code dbs:}. */
    List<String> yaml(List<String> place) {
        List<String> replica = new java.util.ArrayList<>();
        for (int i = 0; i < place.size(); i++) {
            replica.add((isWal() && i == 0 ? "      - " : "        ") + place.get(i));
        }
        if (isWal()) {
            replica.add("        retention: 15m");
            replica.add("        snapshot-interval: 5m");
        }
        List<String> lines =
                new java.util.ArrayList<>(List.of("  - path: " + file, isWal() ? "    replicas:" : "    replica:"));
        lines.addAll(replica);
        return lines;
    }
}
