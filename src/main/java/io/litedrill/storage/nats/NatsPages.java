package io.litedrill.storage.nats;

import io.litedrill.storage.ConnectionPool;
import io.litedrill.storage.Requests;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener.Operation;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists the descriptions of all objects of a bucket, in pages. The server cannot select them by a prefix, because their
 * subjects are encoded.
 */
final class NatsPages implements AutoCloseable {
    private static final int PAGE = 1000;
    private static final int AHEAD = 500;
    /** How often a listing continues with what has changed meanwhile. */
    private static final int MOST_QUESTIONS = 100;

    private final NatsSettings settings;
    private final ConnectionPool<Connection> connections;
    private final NatsErrors errors;
    private final Requests requests;
    private Optional<Reading> reading = Optional.empty();
    private boolean more = true;
    private long newest;
    private int questions;

    private record Reading(Connection connection, NatsStream stream) {}

    NatsPages(NatsSettings settings, ConnectionPool<Connection> connections, NatsErrors errors, Requests requests) {
        this.settings = settings;
        this.connections = connections;
        this.errors = errors;
        this.requests = requests;
    }

    boolean more() {
        return more;
    }

    /** Returns the next messages that describe objects. */
    List<Message> next(String place) throws StorageException {
        return requests.send(Operation.LIST, place, errors::explain, this::page);
    }

    private List<Message> page() throws Exception {
        if (reading.isPresent()) {
            Reading known = reading.get();
            return requests.within(() -> connections.end(known.connection), () -> page(known));
        }
        return connections.open(requests, connection -> {
            Reading begun = new Reading(connection, NatsErrors.explaining(connection, () -> stream(connection)));
            List<Message> page = page(begun);
            reading = Optional.of(begun);
            return page;
        });
    }

    private NatsStream stream(Connection connection) throws Exception {
        ConsumerConfiguration.Builder messages = ConsumerConfiguration.builder()
                .filterSubject(NatsStream.descriptions(settings.bucket()) + ">")
                .deliverPolicy(DeliverPolicy.LastPerSubject);
        return new NatsStream(connection, settings.bucket(), messages, AHEAD, connections.patience());
    }

    private List<Message> page(Reading from) throws Exception {
        List<Message> page = new ArrayList<>();
        more = isBehind(from);
        while (more && page.size() < PAGE) {
            page.add(from.stream.next());
            more = isBehind(from);
        }
        return page;
    }

    /**
     * Returns whether there are descriptions that were not read. An object that is replaced before its turn is
     * described at the end of the stream, behind as many others as have appeared meanwhile.
     */
    private boolean isBehind(Reading from) throws Exception {
        if (!from.stream.hasEnded() || from.stream.sequence() < newest) {
            return true;
        }
        if (++questions > MOST_QUESTIONS) {
            throw new StorageException(
                    Kind.UNREACHABLE,
                    settings.locate("") + ": the bucket changes faster than it can be listed. Try again later.");
        }
        newest = newest(from.connection);
        return from.stream.sequence() < newest;
    }

    /** Returns the position of the newest description in the stream; 0 without any. */
    private long newest(Connection connection) throws Exception {
        try {
            return connection
                    .jetStreamManagement(NatsStream.options(connections.patience()))
                    .getLastMessage(
                            NatsStream.name(settings.bucket()), NatsStream.descriptions(settings.bucket()) + ">")
                    .getSeq();
        } catch (JetStreamApiException e) {
            if (NatsErrors.isMissing(e)) {
                return 0;
            }
            throw e;
        }
    }

    /** Returns the connection. */
    @Override
    public void close() {
        reading.ifPresent(this::close);
    }

    private void close(Reading each) {
        boolean ended = false;
        try {
            if (!more) {
                each.stream.close();
                ended = true;
            }
        } finally {
            if (ended) {
                connections.giveBack(each.connection);
            } else {
                connections.discard(each.connection);
            }
        }
    }
}
