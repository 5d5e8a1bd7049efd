package io.litedrill.storage;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A read-only container of objects: an S3 bucket, or a folder.
 *
 * <p>The contract of every store, which {@code ObjectStoreContract} tests:
 *
 * <ul>
 *   <li>Keys are listed in ascending order of their UTF-8 bytes. A listing is not atomic: objects may appear and
 *       disappear while it runs.
 *   <li>A prefix is compared as text, not by folder: {@code a/b} lists {@code a/b/1} and {@code a/bc}. A prefix without
 *       objects is an empty listing, never an error; a container that does not exist is an error.
 *   <li>A stream from {@link #open} returns exactly the requested bytes or throws: it never ends early without an
 *       error.
 *   <li>Every call has time limits: one for connecting, and one for each period without progress.
 * </ul>
 *
 * <p>A store does not write, copy, delete or lock, and it has no cache. Safe for use by several threads.
 */
public interface ObjectStore extends AutoCloseable {
    /** The pages that a search for a few folders reads of one listing. */
    int FEW_PAGES = 5;

    /**
     * Returns the address of the object with this key for messages, without secrets: {@code s3://BUCKET/KEY}, {@code
     * file:///FOLDER/KEY}.
     */
    String locate(String key);

    /**
     * Lists the objects whose key starts with the prefix and sorts after another key.
     *
     * @param prefix compared as text; empty for all
     * @param after only keys greater than this; empty for all
     * @throws StorageException when the store cannot be listed; some objects may have been visited before
     */
    void list(String prefix, String after, ObjectVisitor visitor) throws StorageException;

    /**
     * Returns the object with the lowest key that starts with a prefix; empty when there is none. Sends one request, or
     * more where the store sends pages without keys, or does not list in the order of keys.
     *
     * <p>The default implementation ends a listing after its first object, so the store may send a whole page, or all
     * pages if it does not list in that order.
     *
     * @param prefix compared as text; empty for all
     * @throws StorageException when the store cannot be listed
     */
    default Optional<StoredObject> first(String prefix) throws StorageException {
        FirstObject first = new FirstObject();
        list(prefix, "", first);
        return first.found();
    }

    /**
     * Runs several listings, as {@link #list(String, String, ObjectVisitor)} does, maybe at the same time.
     *
     * <p>The default implementation runs one after the other.
     *
     * @throws StorageException the failure of the first listing that failed, in their order; some objects of each may
     *     have been visited before, and more may still be visited
     */
    default void list(List<PrefixListing> listings) throws StorageException {
        for (PrefixListing each : listings) {
            each.list(this);
        }
    }

    /**
     * Lists the folders directly below a prefix: the part of each key before the first slash after the prefix. The
     * number of requests is limited for a store of any size, so the result may be incomplete.
     *
     * @param prefix compared as text; empty for all
     * @throws StorageException when the store cannot be listed
     */
    default Folders folders(String prefix) throws StorageException {
        return folders(prefix, FEW_PAGES);
    }

    /**
     * Lists the folders directly below a prefix as {@link #folders(String)} does, with another limit.
     *
     * <p>The default implementation lists all keys.
     *
     * @param pages the most pages of a listing that are read, 1 or more. A folder store counts 2,000 entries as a page;
     *     a store that lists a folder in one piece ignores it
     */
    default Folders folders(String prefix, int pages) throws StorageException {
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
     * Returns why the store may hold no object below a root although it answers, such as a volume that is not
     * mounted.
     *
     * @param root a key without a slash at its end
     * @return empty without such a reason
     */
    default Optional<String> doubtOfEmpty(String root) {
        return Optional.empty();
    }

    /**
     * Opens a range of an object for one sequential read.
     *
     * @param offset first byte, 0 or more
     * @param length bytes to read, 1 or more, and inside the object: take it from a listing
     * @return a stream of exactly that many bytes; closing it early is cheap and reads no more bytes
     * @throws StorageException of kind {@link StorageException.Kind#NOT_FOUND} when the object does not exist; of
     *     kind {@link StorageException.Kind#CHANGED} when it is shorter than the range. Reads on the stream throw it
     *     too
     */
    InputStream open(String key, long offset, long length) throws StorageException;

    /**
     * Reserves a connection for a body that is opened before its turn to be read. Never waits. A body without a
     * reservation must be read at once: bodies that wait could otherwise hold all connections of the store, and the one
     * that is read before them would get none.
     *
     * @return ends the reservation when it is called, once or several times; empty when none is left
     */
    default Optional<Runnable> reserve() {
        return Optional.of(() -> {});
    }

    /**
     * Returns a view of this store that also reports its requests to the listener. So one run counts its own requests
     * on a store that other runs share. Closing the view closes nothing.
     *
     * <p>The default implementation reports one request for each call.
     */
    default ObjectStore withListener(StorageListener listener) {
        return new ObservedStore(this, listener);
    }

    /**
     * Returns the store's clock at its last response; empty when the store does not send it, or has not responded
     * yet.
     */
    default Optional<Instant> date() {
        return Optional.empty();
    }

    /** Closes the connections. Streams that are still open may fail afterwards. */
    @Override
    void close();
}
