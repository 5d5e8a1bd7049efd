package io.litedrill.history;

import io.litedrill.json.JsonObject;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Holds the tables by which processes with one history work together.
 *
 * @param cluster the name of the cluster
 * @param node the name of this node of a cluster; empty for a command
 */
record SharedTables(String cluster, Optional<String> node, PostgresFeed feed, PostgresStates states)
        implements ResultTable.Publication {
    @Override
    public String publish(Handle handle, String table, JsonObject document) {
        String text = node.map(name ->
                        JsonObject.with().putAll(document).put("node", name).build())
                .orElse(document)
                .compact();
        feed.append(handle, table, text);
        return text;
    }
}
