package io.litedrill.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.Collation;
import org.sqlite.Function;

/**
 * Registers collations and functions of the application by name, without their behaviour, so that SQLite can prepare
 * its own checks and walk every page. Objects that depend on their behaviour are not tested: {@link Dependence} lists
 * them.
 */
final class StandIns {
    /**
     * SQLITE_DETERMINISTIC and SQLITE_INNOCUOUS: the schema may use it. The lowest bit turns the driver's SQLITE_UTF16
     * into SQLITE_ANY, so that a function of this build with the same name is replaced in every encoding.
     */
    private static final int FLAGS = 0x800 | 0x200000 | 1;

    private static final int MOST = 100;
    /** A function that exists in this build is replaced for each number of arguments up to this one. */
    private static final int MOST_ARGUMENTS = 10;

    private static final Pattern COLLATION =
            Pattern.compile("no such collation sequence: (.*?)(?: \\(SQLITE_\\w+\\))?", Pattern.DOTALL);
    private static final Pattern FUNCTION = Pattern.compile(
            "(?:unknown function: |no such function: |unsafe use of )(.*?)(?:\\(\\))?(?: \\(SQLITE_\\w+\\))?",
            Pattern.DOTALL);

    private final ReadOnlyDatabase database;
    private final Set<String> collations = new LinkedHashSet<>();
    private final Set<String> functions = new LinkedHashSet<>();
    private final List<Complaint.NeedsApplication> needs = new ArrayList<>();

    StandIns(ReadOnlyDatabase database) {
        this.database = database;
    }

    /**
     * Registers the collation or function that an error reports as missing. Returns false when it cannot be registered,
     * or was registered before.
     */
    boolean register(Complaint.NeedsApplication need) throws SQLException, QueryStoppedException {
        needs.add(need);
        Matcher collation = COLLATION.matcher(need.what());
        if (collation.matches()) {
            return collations.size() < MOST && collations.add(collation.group(1)) && collation(collation.group(1));
        }
        Matcher function = FUNCTION.matcher(need.what());
        return function.matches()
                && functions.size() < MOST
                && functions.add(function.group(1))
                && function(function.group(1));
    }

    private boolean collation(String name) throws SQLException, QueryStoppedException {
        Collation.create(database.connection(), name, new Collation() {
            @Override
            protected int xCompare(String one, String other) {
                return one.compareTo(other);
            }
        });
        return true;
    }

    private boolean function(String name) throws SQLException, QueryStoppedException {
        for (int arguments = -1; arguments <= MOST_ARGUMENTS; arguments++) {
            Function.create(
                    database.connection(),
                    name,
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result();
                        }
                    },
                    arguments,
                    FLAGS);
        }
        return true;
    }

    /** Returns the objects that errors reported as missing. */
    List<Complaint.NeedsApplication> needs() {
        return Collections.unmodifiableList(needs);
    }

    boolean isEmpty() {
        return collations.isEmpty() && functions.isEmpty();
    }

    Set<String> collations() {
        return collations;
    }

    Set<String> functions() {
        return functions;
    }
}
