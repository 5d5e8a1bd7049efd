package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Lists the objects that depend on the behaviour of a missing collation or function: the order and the entries of
 * indexes, the order of WITHOUT ROWID tables, the values of generated columns. Uncertain objects count as dependent:
 * a stand-in must not cause a report of damage.
 *
 * @param indexes names of indexes
 * @param tables names of tables whose key order depends
 * @param columns generated columns, as SQLite names them: {@code t.c}
 */
record Dependence(Set<String> indexes, Set<String> tables, Set<String> columns) {
    static final Dependence NONE = new Dependence(Set.of(), Set.of(), Set.of());

    private static final Pattern PARTIAL = Pattern.compile("(?is).*\\bWHERE\\b.*");
    private static final Pattern WITHOUT_ROWID = Pattern.compile("(?is).*\\bWITHOUT\\s+ROWID\\b.*");
    /** The column number that {@code index_xinfo} gives an expression. */
    private static final String EXPRESSION = "-2";

    /** Finds the objects that depend on the names of the stand-ins. */
    static Dependence on(StandIns standIns, ReadOnlyDatabase database) throws SQLException, QueryStoppedException {
        if (standIns.isEmpty()) {
            return NONE;
        }
        Finder finder = new Finder(standIns, database, SchemaObject.read(database));
        return finder.find();
    }

    /** Returns true when a message may be wrong because of a stand-in. */
    boolean covers(IntegrityMessage message, String text) {
        String object = message.object(text);
        if (message == IntegrityMessage.KEY_ORDER) {
            return tables.contains(object);
        }
        return message.comparesKeys()
                ? indexes.contains(object)
                : message.kind() == IntegrityMessage.Kind.CONTENT && columns.contains(object);
    }

    /**
     * Lists for people the parts that a check of the file did not test. A generated column without an index is not
     * stored, so it is not listed.
     */
    Collection<String> names() {
        Set<String> names = new TreeSet<>();
        indexes.forEach(index -> names.add("order and entries of index " + index));
        tables.forEach(table -> names.add("key order of table " + table));
        return names;
    }

    /** Searches a schema for dependent objects. */
    private static final class Finder {
        private final StandIns standIns;
        private final ReadOnlyDatabase database;
        private final List<SchemaObject> objects;
        private final Set<String> indexes = new TreeSet<>();
        private final Set<String> tables = new TreeSet<>();
        private final Set<String> columns = new TreeSet<>();

        Finder(StandIns standIns, ReadOnlyDatabase database, List<SchemaObject> objects) {
            this.standIns = standIns;
            this.database = database;
            this.objects = objects;
        }

        Dependence find() throws SQLException, QueryStoppedException {
            for (SchemaObject object : objects) {
                if (object.isTable() && !object.virtual() && mentionsAny(object.sql())) {
                    columns.addAll(generated(object.name()));
                }
            }
            for (SchemaObject object : objects) {
                if (!object.isTable() && depends(object)) {
                    indexes.add(object.name());
                }
            }
            // the key of a WITHOUT ROWID table has no schema entry
            for (SchemaObject object : objects) {
                if (object.isTable() && !object.virtual() && keyDepends(object)) {
                    tables.add(object.name());
                }
            }
            return new Dependence(indexes, tables, columns);
        }

        private boolean depends(SchemaObject index) throws SQLException, QueryStoppedException {
            boolean tableMentions =
                    tableSql(index.table()).filter(this::mentionsAny).isPresent();
            boolean computed = PARTIAL.matcher(index.sql()).matches()
                    || names("PRAGMA index_xinfo(" + Schema.quoted(index.name()) + ")", 2)
                            .contains(EXPRESSION);
            boolean overGenerated = columns.stream().anyMatch(column -> column.startsWith(index.table() + "."));
            return mentionsAny(index.sql())
                    || usesCollation(index.name())
                    || (tableMentions && (computed || overGenerated));
        }

        private boolean keyDepends(SchemaObject table) throws SQLException, QueryStoppedException {
            if (!WITHOUT_ROWID.matcher(table.sql()).matches()) {
                return false;
            }
            for (String index : names("PRAGMA index_list(" + Schema.quoted(table.name()) + ")", 2)) {
                if (usesCollation(index)) {
                    return true;
                }
            }
            return false;
        }

        private boolean usesCollation(String index) throws SQLException, QueryStoppedException {
            return names("PRAGMA index_xinfo(" + Schema.quoted(index) + ")", 5).stream()
                    .anyMatch(collation ->
                            standIns.collations().stream().anyMatch(missing -> missing.equalsIgnoreCase(collation)));
        }

        private Set<String> generated(String table) throws SQLException, QueryStoppedException {
            Set<String> found = new HashSet<>();
            database.query("PRAGMA table_xinfo(" + Schema.quoted(table) + ")", rows -> {
                while (rows.next()) {
                    if (rows.getInt(7) > 1) {
                        found.add(table + "." + rows.getString(2));
                    }
                }
                return true;
            });
            return found;
        }

        private Optional<String> tableSql(String table) {
            return objects.stream()
                    .filter(object -> object.isTable() && object.name().equals(table))
                    .map(SchemaObject::sql)
                    .findFirst();
        }

        private boolean mentionsAny(String sql) {
            String text = sql.toLowerCase(Locale.ROOT);
            return standIns.collations().stream().anyMatch(name -> text.contains(name.toLowerCase(Locale.ROOT)))
                    || standIns.functions().stream().anyMatch(name -> text.contains(name.toLowerCase(Locale.ROOT)));
        }

        private Set<String> names(String pragma, int column) throws SQLException, QueryStoppedException {
            return database.query(pragma, rows -> names(rows, column)).orElse(Set.of());
        }

        private static Set<String> names(ResultSet rows, int column) throws SQLException {
            Set<String> names = new HashSet<>();
            while (rows.next()) {
                Optional.ofNullable(rows.getString(column)).ifPresent(names::add);
            }
            return names;
        }
    }
}
