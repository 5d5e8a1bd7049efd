package io.litedrill.live;

/**
 * A process that uses a database.
 *
 * @param pid its id, as this process sees it
 * @param command its name
 * @param what how it uses the database, for people
 */
public record Holder(long pid, String command, String what) {
    @Override
    public String toString() {
        return "process " + pid + " (" + command + ") " + what;
    }
}
