package io.litedrill.storage;

import io.litedrill.storage.StorageListener.Operation;

/**
 * Sends the requests of one store on a network: reports each to the listener, and explains its failure.
 *
 * @param watch aborts requests and responses that take too long
 * @param listener receives the requests and the number of bytes read
 */
public record Requests(ProgressWatch watch, StorageListener listener) {
    /** Sends one request, and returns what the response holds. */
    public interface Request<T> {
        /** Sends the request. */
        T send() throws Exception;
    }

    /** Converts the failure of a request into an exception that explains it. */
    public interface Explanation {
        /** Returns the exception for a request about a place. */
        StorageException of(Exception failure, String place);
    }

    /** Returns the same requests, reported to another listener too. */
    Requests and(StorageListener other) {
        return new Requests(watch, listener.and(other));
    }

    /**
     * Sends a request, and reports whether it was successful.
     *
     * @param place the address of what is requested, for messages
     * @param explanation not asked about a {@link StorageException}; throws a failure that the store did not cause
     */
    public <T> T send(Operation operation, String place, Explanation explanation, Request<T> request)
            throws StorageException {
        boolean successful = false;
        try {
            ConnectionErrors.requireRunning(place);
            T answer = request.send();
            successful = true;
            return answer;
        } catch (StorageException e) {
            throw e;
        } catch (Exception e) {
            throw explanation.of(e, place);
        } finally {
            listener.request(operation, successful);
        }
    }

    /**
     * Limits the time until a request returns.
     *
     * @param abort ends the request; called by another thread
     */
    @SuppressWarnings("try") // closing the limit is its only use
    public <T> T within(Runnable abort, Request<T> request) throws Exception {
        try (AutoCloseable limit = watch.deadline(abort)) {
            return request.send();
        }
    }
}
