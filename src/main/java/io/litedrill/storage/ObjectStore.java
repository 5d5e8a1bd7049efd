package io.litedrill.storage;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A container of objects, read only: an S3 bucket, or a folder.
 *
 * <p>What every store keeps, and {@code ObjectStoreContract} tests:
 *
 * <ul>
 *   <li>Keys are listed in ascending order of their UTF-8 bytes. A listing is not atomic: objects may come and go while it runs.
 *   <li>A prefix is compared as text, not by folder: {@code a/b} lists {@code a/b/1} and {@code a/bc}. No object under a prefix is
 *       an empty listing, never an error; a container that does not exist is an error.
 *   <li>A stream from {@link #open} gives exactly the bytes asked for or throws: it never ends early in silence.
 *   <li>No call waits for ever: connecting, and each stretch without progress, has a time limit.
 * </ul>
 *
 * <p>It does not write, copy, delete or lock, and it caches nothing. Safe for use by several threads.
 */
public interface ObjectStore extends AutoCloseable {
    /** The address of the object with this key for messages, without secrets: {@code s3://BUCKET/KEY}, {@code file:///FOLDER/KEY}. */
    String locate(String key);

    /**
     * Lists the objects whose key starts with the prefix and comes after another key.
     *
     * @param prefix compared as text; empty for all
     * @param after only keys greater than this; empty for all
     * @throws StorageException when the store cannot be listed, after what was already visited
     */
    void list(String prefix, String after, ObjectVisitor visitor) throws StorageException;

    /**
     * Lists the folders directly below a prefix: of each key, what comes before the first slash behind the prefix. The number of requests
     * has a limit whatever the size of the store, so the answer may be incomplete.
     *
     * <p>Without an implementation of its own a store lists all its keys.
     *
     * @param prefix compared as text; empty for all
     * @throws StorageException when the store cannot be listed
     */
    default Folders folders(String prefix) throws StorageException {
        TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
        list(prefix, "", object -> {
            int slash = object.key().indexOf('/', prefix.length());
            if (slash >= 0) {
                keys.add(object.key().substring(0, slash + 1));
            }
            return true;
        });
        return new Folders(keys.stream().toList(), true);
    }

    /**
     * Returns why the store may hold no object below a root although it answers, such as a volume that is not mounted.
     *
     * @param root a key without a slash at its end
     * @return empty when nothing speaks for that
     */
    default Optional<String> doubtOfEmpty(String root) {
        return Optional.empty();
    }

    /**
     * Opens a range of an object for reading once, from front to back.
     *
     * @param offset first byte, 0 or more
     * @param length bytes to read, 1 or more, and inside the object: take it from a listing
     * @return a stream of exactly that many bytes; closing it early is cheap and reads nothing more
     * @throws StorageException of kind {@link StorageException.Kind#NOT_FOUND} when there is no such object; of kind
     *     {@link StorageException.Kind#CHANGED} when it is shorter than the range. Reads on the stream throw it too
     */
    InputStream open(String key, long offset, long length) throws StorageException;

    /**
     * This store, telling one more listener of what is asked for through the returned view: so one run counts its own requests on a
     * store that others use at the same time. Closing the view closes nothing.
     *
     * <p>Without an implementation of its own a store is taken to make one request for each call that it answers.
     */
    default ObjectStore heardBy(StorageListener listener) {
        return new ObservedStore(this, listener);
    }

    /** Returns the store's clock at its last answer; empty where the store does not send it, or has not answered yet. */
    default Optional<Instant> date() {
        return Optional.empty();
    }

    /** Lets go of connections. Streams still open may fail afterwards. */
    @Override
    void close();
}
