package io.litedrill.storage.nats;

import io.litedrill.storage.ConnectionPool;
import io.nats.client.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the parts of an object one after another, and returns its connection. */
final class NatsBody extends InputStream {
    private final ConnectionPool<Connection> connections;
    private final Connection connection;
    private final NatsStream parts;
    private final AtomicBoolean returned = new AtomicBoolean();
    private byte[] part = {};
    private int position;

    /**
     * Creates a body.
     *
     * @param parts begins with the part that has the first byte
     * @param skipped the number of bytes before that byte
     */
    NatsBody(ConnectionPool<Connection> connections, Connection connection, NatsStream parts, long skipped)
            throws IOException {
        this.connections = connections;
        this.connection = connection;
        this.parts = parts;
        skipNBytes(skipped);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        while (position == part.length) {
            if (parts.hasEnded()) {
                throw new EOFException("the object has no more parts");
            }
            part = parts.next().getData();
            position = 0;
        }
        int read = Math.min(count, part.length - position);
        System.arraycopy(part, position, target, from, read);
        position += read;
        return read;
    }

    /** Ends the reading, and gives the connection back. */
    @Override
    public void close() {
        if (returned.compareAndSet(false, true)) {
            boolean ended = false;
            try {
                parts.close();
                ended = true;
            } finally {
                if (ended) {
                    connections.giveBack(connection);
                } else {
                    connections.discard(connection);
                }
            }
        }
    }

    /** Ends the connection, with the parts that are on their way. */
    void abort() {
        if (returned.compareAndSet(false, true)) {
            connections.discard(connection);
        }
    }
}
