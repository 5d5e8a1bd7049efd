package io.litedrill.storage.gcs;

import com.google.api.client.http.HttpResponse;
import io.litedrill.storage.ContentRange;
import io.litedrill.storage.Part;
import java.io.IOException;
import java.util.Optional;

/** Tests the response to a request for a range. */
record GcsResponse(HttpResponse response, String place) {
    Part part(long first) throws IOException {
        try {
            ContentRange range =
                    ContentRange.parse(Optional.ofNullable(response.getHeaders().getContentRange()), place, first);
            Optional<String> generation = Optional.ofNullable(
                            response.getHeaders().getFirstHeaderStringValue("x-goog-generation"))
                    .filter(text -> text.matches("\\d{1,18}"));
            return new Part(response.getContent(), this::abort, range, generation);
        } catch (IOException e) {
            abort();
            throw e;
        }
    }

    private void abort() {
        try {
            response.disconnect();
        } catch (IOException e) {
            // The connection is closed, as intended.
        }
    }
}
