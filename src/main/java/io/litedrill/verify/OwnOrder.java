package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Separates an index that the application sorts by its own version of a built-in collation or function from a damaged
 * index. An application can replace NOCASE, RTRIM, lower(), upper() and like(), and often does for letters beyond
 * ASCII. SQLite then reports rows as missing from an index that has the entry of each row. An index that lacks an
 * entry, or has one that no row has, is damaged.
 */
final class OwnOrder {
    private static final Pattern COLLATION = Pattern.compile("(?i)NOCASE|RTRIM");
    private static final Pattern FUNCTION = Pattern.compile("(?is).*\\b(?:lower|upper|like)\\b.*");
    private static final int MOST_INDEXES = 1000;
    private static final int MOST_TEXTS = 21;

    private final ReadOnlyDatabase database;
    private final Map<String, List<String>> doubts = new LinkedHashMap<>();

    OwnOrder(ReadOnlyDatabase database) {
        this.database = database;
    }

    /** Keeps a message until {@link #settle}. Returns false when it is no message that another order causes. */
    boolean keep(IntegrityMessage message, String text) {
        boolean entry = message == IntegrityMessage.ENTRY_MISSING || message == IntegrityMessage.ENTRY_DIFFERS;
        String index = message.object(text);
        if (!entry || (doubts.size() >= MOST_INDEXES && !doubts.containsKey(index))) {
            return false;
        }
        List<String> texts = doubts.computeIfAbsent(index, name -> new ArrayList<>());
        if (texts.size() < MOST_TEXTS) {
            texts.add(text);
        }
        return true;
    }

    /**
     * Adds what was kept: as damage, or as something that only the application can test. Where there is other damage,
     * all of it is damage.
     */
    void settle(Tally tally) throws QueryStoppedException {
        boolean damaged = tally.isDamaged();
        for (Map.Entry<String, List<String>> doubt : doubts.entrySet()) {
            Optional<String> own = damaged ? Optional.empty() : own(doubt.getKey());
            if (own.isPresent()) {
                tally.add(new Complaint.NeedsApplication("index " + doubt.getKey()
                        + " has the entry of each row, in another order than this SQLite's: the application may have its own "
                        + own.get()));
                tally.addUntested("order of index " + doubt.getKey());
            } else {
                doubt.getValue().forEach(text -> tally.add(new Complaint.Damage(text)));
            }
        }
        doubts.clear();
    }

    /**
     * Returns what the application may have replaced; empty when nothing does, or when an entry is missing or extra.
     */
    private Optional<String> own(String index) throws QueryStoppedException {
        try {
            Optional<SchemaObject> found = SchemaObject.read(database).stream()
                    .filter(object -> !object.isTable() && object.name().equals(index))
                    .findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Columns columns = database.query("PRAGMA index_xinfo(" + Schema.quoted(index) + ")", Columns::read)
                    .orElseThrow(() -> new SQLException("no columns"));
            Optional<String> replaceable = columns.replaceable(found.get().sql());
            return replaceable.isPresent() && hasEachRow(found.get(), columns.stored())
                    ? replaceable
                    : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * Compares the stored entries with the rows, byte by byte. A partial index cannot be read so and ends in an
     * error.
     */
    private boolean hasEachRow(SchemaObject index, String stored) throws SQLException, QueryStoppedException {
        String from = "SELECT " + stored + " FROM " + Schema.quoted(index.table());
        String ofTable = from + " NOT INDEXED";
        String ofIndex = from + " INDEXED BY " + Schema.quoted(index.name());
        return isEmpty(ofTable + " EXCEPT " + ofIndex) && isEmpty(ofIndex + " EXCEPT " + ofTable);
    }

    private boolean isEmpty(String sql) throws SQLException, QueryStoppedException {
        return database.query(sql + " LIMIT 1", rows -> !rows.next()).orElse(false);
    }

    /**
     * Lists what an index holds.
     *
     * @param stored SQL of its columns and rowid, compared byte by byte; without its expressions
     * @param collation a collation that an application can replace
     * @param computed true when it holds an expression
     */
    private record Columns(String stored, Optional<String> collation, boolean computed) {
        static Columns read(ResultSet rows) throws SQLException {
            List<String> stored = new ArrayList<>();
            Optional<String> collation = Optional.empty();
            boolean computed = false;
            while (rows.next()) {
                int column = rows.getInt(2);
                computed |= column == -2;
                if (column != -2) {
                    stored.add(column == -1 ? "_rowid_" : Schema.quoted(rows.getString(3)) + " COLLATE BINARY");
                }
                String name = String.valueOf(rows.getString(5));
                if (rows.getInt(6) == 1 && COLLATION.matcher(name).matches()) {
                    collation = Optional.of(name);
                }
            }
            return new Columns(String.join(", ", stored), collation, computed);
        }

        Optional<String> replaceable(String sql) {
            boolean function = computed && FUNCTION.matcher(sql).matches();
            return collation.or(() -> function ? Optional.of("lower(), upper() or like()") : Optional.empty());
        }
    }
}
