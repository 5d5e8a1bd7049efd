package io.litedrill.storage.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.JsonParser;
import com.google.api.client.json.JsonToken;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import io.litedrill.storage.KeyedListing;
import io.litedrill.storage.PageMarkers;
import io.litedrill.storage.PageStream;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tests the pages of one listing, and holds the token of the next page. */
final class GcsPages {
    private static final JsonFactory JSON = GsonFactory.getDefaultInstance();
    private static final String KIND = "storage#objects";
    /** 1,000 names of 1,024 bytes, with 10 KB of other text for each. */
    private static final int MOST_BYTES = 16 << 20;

    private final KeyedListing listing;
    private final Duration time;
    private final PageMarkers markers;
    private Optional<String> token = Optional.empty();

    /**
     * Begins a listing.
     *
     * @param time the longest time for the body of a page
     */
    GcsPages(KeyedListing listing, Duration time) {
        this.listing = listing;
        this.time = time;
        this.markers = new PageMarkers(listing);
    }

    /** Takes the response for the next page: a JSON document of another kind would be read as an empty page. */
    Objects take(HttpResponse response) throws IOException {
        Objects page = parsed(text(response));
        if (!KIND.equals(page.getKind())) {
            throw listing.nonsense("is no document of the kind " + KIND);
        }
        token = next(page);
        return page;
    }

    private String text(HttpResponse response) throws IOException {
        try {
            InputStream body = new PageStream(response.getContent(), MOST_BYTES, time);
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            // closing the body alone would first read the rest
            response.disconnect();
        }
    }

    /** Parses a document that is complete: Google's parser takes the end of the text for the end of an object. */
    private Objects parsed(String text) throws StorageException {
        try {
            if (isComplete(text)) {
                return JSON.fromString(text, Objects.class);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw listing.nonsense("is no valid JSON document");
        }
        throw listing.nonsense("is no complete JSON document");
    }

    private static boolean isComplete(String text) throws IOException {
        int depth = 0;
        try (JsonParser parser = JSON.createJsonParser(text)) {
            JsonToken first = parser.nextToken();
            for (JsonToken token = first; token != null; token = parser.nextToken()) {
                depth += switch (token) {
                    case START_OBJECT, START_ARRAY -> 1;
                    case END_OBJECT, END_ARRAY -> -1;
                    default -> 0;
                };
            }
            return depth == 0 && first == JsonToken.START_OBJECT;
        }
    }

    private Optional<String> next(Objects page) throws StorageException {
        Optional<String> next = Optional.ofNullable(page.getNextPageToken()).filter(text -> !text.isEmpty());
        if (next.isPresent()) {
            markers.next(next.get(), items(page).isEmpty() && page.getPrefixes() == null);
        }
        return next;
    }

    List<StorageObject> items(Objects page) {
        return Optional.ofNullable(page.getItems()).orElse(List.of());
    }

    Optional<String> token() {
        return token;
    }

    boolean more() {
        return token.isPresent();
    }
}
