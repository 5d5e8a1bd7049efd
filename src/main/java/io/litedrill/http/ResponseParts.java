package io.litedrill.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Sends the parts of a response one after the other. The metrics of thousands of databases are tens of megabytes: one
 * array of all parts would need as much memory again, in one piece.
 */
final class ResponseParts extends IteratingNestedCallback {
    /** The size up to which a response is sent with one write. */
    private static final int SMALL = 64 << 10;

    private final Response response;
    private final Iterator<ByteBuffer> parts;

    private ResponseParts(Response response, List<ByteBuffer> parts, Callback sent) {
        super(sent);
        this.response = response;
        this.parts = parts.iterator();
    }

    /**
     * Sends a complete response.
     *
     * @param sent called when the client has received it, or cannot
     */
    static void send(Response response, List<ByteBuffer> parts, Callback sent) {
        int bytes = parts.stream().mapToInt(ByteBuffer::remaining).sum();
        if (bytes <= SMALL) {
            ByteBuffer all = ByteBuffer.allocate(bytes);
            parts.forEach(all::put);
            response.write(true, all.flip(), sent);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
        new ResponseParts(response, parts, sent).iterate();
    }

    @Override
    protected Action process() {
        if (!parts.hasNext()) {
            return Action.SUCCEEDED;
        }
        ByteBuffer part = parts.next();
        response.write(!parts.hasNext(), part, this);
        return Action.SCHEDULED;
    }
}
