package io.litedrill.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds the settings of a cluster, which are used with a history in PostgreSQL.
 *
 * @param node the name of this node; empty for the host name
 * @param drills the maximum number of simultaneous drills of all nodes; {@link Integer#MAX_VALUE} for no limit
 */
public record ClusterConfig(Optional<String> node, int drills) {
    private static final int MOST_DRILLS = 1000;
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String NODE_RULE = "must be 1 to 100 letters, digits, dots, hyphens and underscores";

    /** The default: the host name, and no limit. */
    public static final ClusterConfig DEFAULT = new ClusterConfig(Optional.empty(), Integer.MAX_VALUE);

    static ClusterConfig read(Section top) {
        Optional<Integer> drills =
                top.section("limits").flatMap(limits -> limits.integer("cluster_drills", 1, MOST_DRILLS));
        return new ClusterConfig(
                top.read("node", NODE_RULE, text -> Optional.of(text).filter(ClusterConfig::isName)),
                drills.orElse(DEFAULT.drills()));
    }

    private static boolean isName(String text) {
        return NODE.matcher(text).matches();
    }

    /** Reads the nodes of a database; empty for all. */
    static Set<String> nodes(Section database) {
        List<String> names = database.texts("nodes");
        if (database.has("nodes") && !(names.stream().allMatch(ClusterConfig::isName) && !names.isEmpty())) {
            database.problem("nodes", "must be a list of names of nodes; each " + NODE_RULE);
        }
        return new LinkedHashSet<>(names);
    }
}
