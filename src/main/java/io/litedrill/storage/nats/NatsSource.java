package io.litedrill.storage.nats;

import io.litedrill.storage.ConnectionPool;
import io.litedrill.storage.Part;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.Requests;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.Timeouts;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.util.Optional;

/** Opens one object, as often as needed. Each version of an object has an id. */
record NatsSource(
        String key, NatsSettings settings, ConnectionPool<Connection> connections, NatsErrors errors, Requests requests)
        implements RangeSource {
    /** The parts that the server sends ahead; those of Litestream have 128 KiB. */
    private static final int AHEAD = 8;
    /** From this position on, the parts before it are not sent, which takes another reading. */
    private static final long FAR = 512 * 1024;

    private static final int HEADERS_AHEAD = 500;
    private static final String SIZE = "Nats-Msg-Size";

    /** Describes where to begin: the first message, and the bytes of its part before the wanted one. */
    private record Start(long sequence, long skipped) {}

    @Override
    public Part get(long first, long end, Optional<String> version) throws StorageException {
        return requests.send(
                Operation.GET,
                place(),
                errors::explain,
                () -> connections.open(
                        requests, connection -> NatsErrors.explaining(connection, () -> part(connection, first, end))));
    }

    private Part part(Connection connection, long first, long end) throws Exception {
        NatsDescription description = description(connection);
        long last = Math.min(end, description.object().size());
        Start start = first < FAR || first >= last ? new Start(0, first) : start(connection, description, first);
        NatsStream parts = parts(connection, description, start);
        NatsBody body = new NatsBody(connections, connection, parts, first >= last ? 0 : start.skipped);
        return new Part(body, body::abort, first, last, Optional.of(description.id()));
    }

    private NatsDescription description(Connection connection) throws Exception {
        String bucket = settings.bucket();
        try {
            return NatsDescription.of(
                            bucket,
                            connection
                                    .jetStreamManagement(NatsStream.options(patience()))
                                    .getLastMessage(NatsStream.name(bucket), NatsStream.description(bucket, key)))
                    .orElseThrow(() -> errors.missing(place()));
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    Kind.UNREACHABLE,
                    place() + ": the server " + errors.connection().quote(String.valueOf(e.getMessage()))
                            + ". It does not answer as an object store of NATS does.");
        }
    }

    private NatsStream parts(Connection connection, NatsDescription description, Start start) throws Exception {
        ConsumerConfiguration.Builder messages = all(description);
        if (start.sequence > 0) {
            messages.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(start.sequence);
        }
        NatsStream parts = new NatsStream(connection, settings.bucket(), messages, AHEAD, patience());
        if (start.sequence == 0) {
            requireAll(parts, description);
        }
        return parts;
    }

    private ConsumerConfiguration.Builder all(NatsDescription description) {
        return ConsumerConfiguration.builder().filterSubject(NatsStream.parts(settings.bucket(), description.id()));
    }

    private void requireAll(NatsStream parts, NatsDescription description) throws StorageException {
        if (parts.expected() != description.parts()) {
            throw new StorageException(
                    Kind.CHANGED,
                    "%s: the store has %d of the %d parts of this object: it was replaced since it was listed, or it is damaged. List again."
                            .formatted(place(), parts.expected(), description.parts()));
        }
    }

    /** Finds the part that has a byte, from the sizes alone. */
    private Start start(Connection connection, NatsDescription description, long first) throws Exception {
        try (NatsStream headers = new NatsStream(
                connection, settings.bucket(), all(description).headersOnly(true), HEADERS_AHEAD, patience())) {
            requireAll(headers, description);
            long position = 0;
            while (!headers.hasEnded()) {
                Message message = headers.next();
                long size = size(message);
                if (position + size > first) {
                    return new Start(message.metaData().streamSequence(), first - position);
                }
                position += size;
            }
        }
        throw new IOException("the parts of the object have fewer bytes than its size");
    }

    private static long size(Message message) throws IOException {
        String text = Optional.ofNullable(message.getHeaders())
                .map(headers -> headers.getFirst(SIZE))
                .orElse("");
        if (!text.matches("\\d{1,9}")) {
            throw new IOException("a part of the object has no size");
        }
        return Long.parseLong(text);
    }

    private Timeouts patience() {
        return connections.patience();
    }

    @Override
    public String place() {
        return settings.locate(key);
    }
}
