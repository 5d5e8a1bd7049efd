package io.litedrill.storage.webdav;

import io.litedrill.storage.ContentRange;
import io.litedrill.storage.Part;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.Requests;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener.Operation;
import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;

/** Requests ranges of one file. Its entity tag or time is its version. */
record WebDavSource(
        String key, WebDavSettings settings, CloseableHttpClient client, WebDavErrors errors, Requests requests)
        implements RangeSource {
    @Override
    public Part get(long first, long end, Optional<String> version) throws StorageException {
        HttpGet request = new HttpGet(settings.uri(key));
        request.setHeader("Range", "bytes=" + first + "-" + (end - 1));
        return requests.send(
                Operation.GET,
                place(),
                errors.connection()::unanswered,
                () -> requests.within(request::abort, () -> opened(request, first)));
    }

    private Part opened(HttpGet request, long first) throws Exception {
        boolean successful = false;
        try {
            Part part = part(request, client.executeOpen(RoutingSupport.determineHost(request), request, null), first);
            successful = true;
            return part;
        } finally {
            if (!successful) {
                request.abort();
            }
        }
    }

    private Part part(HttpGet request, ClassicHttpResponse response, long first) throws IOException, HttpException {
        if (response.getCode() >= 300) {
            throw errors.answered(response.getCode(), String.valueOf(response.getReasonPhrase()), place());
        }
        // Apache's tag of a file that has just been written is weak, and the same but strong a second later
        Optional<String> now = header(response, "ETag")
                .map(tag -> tag.replaceFirst("^W/", ""))
                .or(() -> header(response, "Last-Modified"));
        ContentRange range = ContentRange.parse(header(response, "Content-Range"), place(), first);
        return new Part(response.getEntity().getContent(), request::abort, range, now);
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    @Override
    public String place() {
        return settings.locate(key);
    }
}
