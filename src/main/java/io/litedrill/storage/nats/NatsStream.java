package io.litedrill.storage.nats;

import io.litedrill.storage.Timeouts;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamReader;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Reads messages of a stream in their order, through a consumer that the server forgets. A bucket is a stream: each
 * object has one message that describes it, and one for each of its parts.
 */
final class NatsStream implements AutoCloseable {
    /** The server deletes a consumer that is not used for this long. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private final Connection connection;
    private final Timeouts patience;
    private final ConsumerInfo consumer;
    private final JetStreamSubscription subscription;
    private final JetStreamReader reader;
    private long received;
    private long sequence;
    private boolean ended;

    /**
     * Begins to read.
     *
     * @param messages which messages, by subject and position
     * @param batch the largest number of messages that the server sends ahead
     */
    NatsStream(
            Connection connection, String bucket, ConsumerConfiguration.Builder messages, int batch, Timeouts patience)
            throws IOException, JetStreamApiException {
        this.connection = connection;
        this.patience = patience;
        ConsumerConfiguration configuration = messages.ackPolicy(AckPolicy.None)
                .inactiveThreshold(FORGOTTEN)
                .memStorage(true)
                .numReplicas(1)
                .build();
        consumer = connection.jetStreamManagement(options(patience)).addOrUpdateConsumer(name(bucket), configuration);
        subscription = connection
                .jetStream(options(patience))
                .subscribe(null, PullSubscribeOptions.fastBind(name(bucket), consumer.getName()));
        ended = consumer.getNumPending() == 0;
        reader = subscription.reader(batch, batch / 2);
    }

    static JetStreamOptions options(Timeouts patience) {
        return JetStreamOptions.builder().requestTimeout(patience.idle()).build();
    }

    /** Returns the name of the stream of a bucket. */
    static String name(String bucket) {
        return "OBJ_" + bucket;
    }

    /** Returns the subject of the messages that describe objects, with a full stop at its end. */
    static String descriptions(String bucket) {
        return "$O." + bucket + ".M.";
    }

    /** Returns the subject of the message that describes an object. */
    static String description(String bucket, String key) {
        return descriptions(bucket) + Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the key of an object from the {@link #description} of it. */
    static String key(String bucket, String description) {
        String encoded = description.substring(descriptions(bucket).length());
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** Returns the subject of the parts of an object. */
    static String parts(String bucket, String id) {
        return "$O." + bucket + ".C." + id;
    }

    /** Returns the number of messages when the reading began. */
    long expected() {
        return consumer.getNumPending();
    }

    /**
     * Returns whether as many messages were read as there were when the reading began, or the server reports no more.
     * If the stream has changed since, there may be others.
     */
    boolean hasEnded() {
        return ended;
    }

    /** Returns the position in the stream of the last message that was read; 0 before the first. */
    long sequence() {
        return sequence;
    }

    /**
     * Waits for the next message.
     *
     * @throws IOException when none arrives in time, or one was lost
     */
    Message next() throws IOException {
        Message message = awaited();
        if (message.metaData().consumerSequence() != ++received) {
            throw new IOException("message " + received + " of " + expected() + " was lost");
        }
        sequence = message.metaData().streamSequence();
        ended = message.metaData().pendingCount() == 0 || received >= expected();
        return message;
    }

    // the client returns null after the time limit
    private Message awaited() throws IOException {
        try {
            Message message = reader.nextMessage(patience.idle());
            if (message != null) {
                return message;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (IllegalStateException e) {
            throw new IOException("the connection ended", e);
        }
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            throw new IOException("the connection ended");
        }
        throw new SocketTimeoutException("no message in time");
    }

    /** Ends the reading. Bytes that the server sent ahead are dropped. */
    @Override
    public void close() {
        try {
            end();
        } catch (IllegalStateException gone) {
            // the connection has ended, so there is nothing left to end
        }
    }

    private void end() {
        reader.stop();
        subscription.unsubscribe();
        // no answer is needed: the server would forget the consumer by itself
        connection.publish(
                "$JS.API.CONSUMER.DELETE." + consumer.getStreamName() + "." + consumer.getName(), new byte[0]);
    }
}
