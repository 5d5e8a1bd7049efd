package io.litedrill.storage.gcs;

import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.api.client.util.ExponentialBackOff;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.util.Optional;

/** Repeats requests that the store could not answer at that moment, and those whose token had expired. */
final class GcsRetries implements HttpUnsuccessfulResponseHandler {
    static final int MOST = 3;

    private final Optional<HttpUnsuccessfulResponseHandler> ofCredentials;
    private final HttpBackOffUnsuccessfulResponseHandler later;

    GcsRetries(Timeouts patience, Optional<HttpUnsuccessfulResponseHandler> ofCredentials) {
        this.ofCredentials = ofCredentials;
        int all = (int) patience.call().toMillis();
        later = new HttpBackOffUnsuccessfulResponseHandler(new ExponentialBackOff.Builder()
                .setInitialIntervalMillis(Math.min(500, all))
                .setMaxElapsedTimeMillis(all)
                .build());
        later.setBackOffRequired(answer ->
                answer.getStatusCode() == 408 || answer.getStatusCode() == 429 || answer.getStatusCode() >= 500);
    }

    @Override
    public boolean handleResponse(HttpRequest request, HttpResponse answer, boolean supportsRetry) throws IOException {
        return (ofCredentials.isPresent() && ofCredentials.get().handleResponse(request, answer, supportsRetry))
                || later.handleResponse(request, answer, supportsRetry);
    }
}
