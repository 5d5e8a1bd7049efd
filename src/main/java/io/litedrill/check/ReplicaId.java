package io.litedrill.check;

/**
 * Identifies a replica of a database. Both names are labels of every metric.
 *
 * @param database the database's name
 * @param replica the replica's name, unique within its database
 */
public record ReplicaId(String database, String replica) {
    @Override
    public String toString() {
        return database + " (" + replica + ")";
    }
}
