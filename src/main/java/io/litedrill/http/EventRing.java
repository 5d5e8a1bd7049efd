package io.litedrill.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the newest events in the form in which they are sent. Limits their number and their size, and numbers them from
 * 1. Safe for use by several threads.
 */
final class EventRing {
    private static final Pattern ID = Pattern.compile("([0-9a-f]{16})-([0-9]{1,18})");

    private final String epoch;
    private final int most;
    private final long mostBytes;
    private final Deque<byte[]> events = new ArrayDeque<>();
    private long last;
    private long bytes;

    /**
     * Creates an empty ring.
     *
     * @param epoch 16 hex digits that no earlier ring had; part of each event ID
     * @param most the maximum number of events
     * @param mostBytes the maximum size of all events, in bytes
     */
    EventRing(String epoch, int most, long mostBytes) {
        this.epoch = epoch;
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /**
     * Holds consecutive events.
     *
     * @param next the number of the first event that is not included
     * @param complete false when events before these were dropped already
     */
    record Part(List<byte[]> events, long next, boolean complete) {}

    /** Adds an event, and drops the oldest ones beyond the limits. */
    synchronized void add(String type, String json) {
        last++;
        String text = "id: " + epoch + "-" + last + "\nevent: " + type + "\ndata: " + json + "\n\n";
        byte[] event = text.getBytes(StandardCharsets.UTF_8);
        events.addLast(event);
        bytes += event.length;
        while (events.size() > 1 && (events.size() > most || bytes > mostBytes)) {
            bytes -= events.removeFirst().length;
        }
    }

    /** Returns the number of the next event. */
    synchronized long next() {
        return last + 1;
    }

    /** Returns the number of the event after the one with this ID; empty for an ID of another ring. */
    synchronized Optional<Long> after(String id) {
        Matcher matcher = ID.matcher(id);
        return Optional.of(matcher)
                .filter(known -> known.matches() && known.group(1).equals(epoch))
                .map(known -> Long.parseLong(known.group(2)) + 1)
                .filter(next -> next <= last + 1);
    }

    /**
     * Returns events from a number on.
     *
     * @param size the maximum size in bytes; one event may exceed it
     */
    synchronized Part from(long number, int size) {
        long oldest = last - events.size() + 1;
        List<byte[]> part = new ArrayList<>();
        long total = 0;
        long at = oldest;
        for (byte[] event : events) {
            if (at >= number && (part.isEmpty() || total + event.length <= size)) {
                part.add(event);
                total += event.length;
            } else if (at >= number) {
                break;
            }
            at++;
        }
        return new Part(part, at, number >= oldest);
    }
}
