package io.litedrill.storage.nats;

import io.litedrill.storage.StoredObject;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.ObjectInfo;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Describes one object.
 *
 * @param id identifies this version of the object, and its parts
 * @param parts their number
 */
record NatsDescription(StoredObject object, String id, long parts) {
    /**
     * Parses a message of a listing.
     *
     * @return empty for an object that was deleted, and for a link
     * @throws IllegalArgumentException when the message describes no object with this subject
     */
    static Optional<NatsDescription> of(String bucket, Message message) {
        return of(bucket, message.getSubject(), parsed(() -> new ObjectInfo(message)));
    }

    /** Parses the last message about an object. */
    static Optional<NatsDescription> of(String bucket, MessageInfo message) {
        return of(bucket, String.valueOf(message.getSubject()), parsed(() -> new ObjectInfo(message)));
    }

    private interface Parser {
        ObjectInfo parse();
    }

    private static ObjectInfo parsed(Parser parser) {
        try {
            return parser.parse();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("gives a description that is no valid JSON document", e);
        }
    }

    private static Optional<NatsDescription> of(String bucket, String subject, ObjectInfo info) {
        String key = Optional.ofNullable(info.getObjectName()).orElse("");
        if (!subject.equals(NatsStream.description(bucket, key))) {
            throw new IllegalArgumentException("gives an object under the subject of another one: " + key);
        }
        if (info.isDeleted() || info.isLink()) {
            return Optional.empty();
        }
        String id = Optional.ofNullable(info.getNuid()).orElse("");
        Optional<ZonedDateTime> modified = Optional.ofNullable(info.getModified());
        if (!id.matches("[A-Za-z0-9_-]{1,64}")
                || modified.isEmpty()
                || info.getSize() < info.getChunks()
                || (info.getSize() > 0 && info.getChunks() <= 0)) {
            throw new IllegalArgumentException("gives an object without id, size or time: " + key);
        }
        StoredObject object =
                new StoredObject(key, info.getSize(), modified.get().toInstant(), id);
        return Optional.of(new NatsDescription(object, id, info.getChunks()));
    }
}
