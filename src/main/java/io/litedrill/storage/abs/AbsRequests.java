package io.litedrill.storage.abs;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceVersion;
import io.litedrill.storage.PageStream;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/**
 * Sends requests through the pipeline of Azure's client, which signs and repeats them. Its own methods hide which
 * request a byte comes from, read a whole page of a listing of any size, and take other documents for an empty
 * container.
 */
record AbsRequests(AbsSettings settings, BlobContainerClient client, AbsErrors errors, Timeouts patience) {
    /** 5,000 names of 1,024 characters, each percent-encoded, with 1 KB of other text for each. */
    private static final long MOST_BYTES = 64L << 20;

    private static final HttpHeaderName ERROR = HttpHeaderName.fromString("x-ms-error-code");
    private static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");

    /** Returns the request of a URL. */
    static HttpRequest get(String url) {
        return new HttpRequest(HttpMethod.GET, url)
                .setHeader(VERSION, BlobServiceVersion.getLatest().getVersion())
                // it is signed, as an empty text, only if it is set
                .setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
    }

    /**
     * Sends a request.
     *
     * @throws StorageException for a response with an error, whose connection is ended
     */
    HttpResponse send(HttpRequest request, String place) throws StorageException {
        HttpResponse response = client.getHttpPipeline().sendSync(request, Context.NONE);
        if (response.getStatusCode() >= 300) {
            end(response.getBodyAsInputStreamSync());
            String code = Optional.ofNullable(response.getHeaderValue(ERROR)).orElse("");
            throw errors.answered(response.getStatusCode(), code, place);
        }
        return response;
    }

    /** Ends a response at once. */
    static void end(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The connection is closed, as intended.
        }
    }

    /**
     * Requests a page of a listing.
     *
     * @param delimiter empty for none
     * @param marker that of the page before; empty for the first
     */
    AbsPage page(String prefix, String delimiter, String marker) throws IOException {
        Map<String, String> query = new TreeMap<>(Map.of("restype", "container", "comp", "list"));
        Map.of("prefix", prefix, "delimiter", delimiter, "marker", marker).forEach((name, value) -> {
            if (!value.isEmpty()) {
                query.put(name, value);
            }
        });
        String place = settings.locate(prefix);
        HttpRequest request = get(settings.server() + "/" + settings.container() + "?" + text(query));
        HttpResponse response = send(request, place);
        try (InputStream body = new PageStream(response.getBodyAsInputStreamSync(), MOST_BYTES, patience.call())) {
            return AbsPage.read(body);
        } catch (XMLStreamException e) {
            // the parser wraps the failure of the stream
            if (e.getNestedException() instanceof IOException broken) {
                throw broken;
            }
            throw errors.noListing(place, "it is no well-formed XML");
        } catch (IllegalArgumentException e) {
            throw errors.noListing(place, String.valueOf(e.getMessage()));
        }
    }

    private static String text(Map<String, String> query) {
        return query.entrySet().stream()
                .map(each -> each.getKey() + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }
}
