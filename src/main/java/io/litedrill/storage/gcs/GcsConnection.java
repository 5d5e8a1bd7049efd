package io.litedrill.storage.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageScopes;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Configures the client of a bucket. The credentials are Google's Application Default Credentials, as in Litestream:
 * the file that {@code GOOGLE_APPLICATION_CREDENTIALS} names, those of the {@code gcloud} program, then the machine's
 * own. An emulator gets none.
 */
final class GcsConnection implements HttpRequestInitializer {
    private final boolean anonymous;
    private final Timeouts patience;
    private volatile Optional<HttpCredentialsAdapter> credentials = Optional.empty();

    private GcsConnection(boolean anonymous, Timeouts patience) {
        this.anonymous = anonymous;
        this.patience = patience;
    }

    /** Returns a client. Credentials are looked up at its first request. */
    static Storage to(GcsSettings settings, Timeouts patience) {
        GcsConnection connection = new GcsConnection(settings.emulator().isPresent(), patience);
        Storage.Builder builder = new Storage.Builder(
                        new NetHttpTransport(), GsonFactory.getDefaultInstance(), connection)
                .setApplicationName("litedrill");
        settings.emulator().map(URI::toString).ifPresent(address -> builder.setRootUrl(address + "/"));
        return builder.build();
    }

    @Override
    public void initialize(HttpRequest request) throws IOException {
        if (!anonymous) {
            adapter().initialize(request);
        }
        // the bytes of an object as they are stored
        request.getHeaders().setAcceptEncoding("identity");
        // another server could answer with an empty bucket
        request.setFollowRedirects(false);
        request.setConnectTimeout((int) patience.connect().toMillis());
        request.setReadTimeout((int) patience.idle().toMillis());
        request.setUnsuccessfulResponseHandler(
                new GcsRetries(patience, Optional.ofNullable(request.getUnsuccessfulResponseHandler())));
        request.setNumberOfRetries(GcsRetries.MOST);
    }

    private HttpCredentialsAdapter adapter() throws IOException {
        Optional<HttpCredentialsAdapter> known = credentials;
        if (known.isEmpty()) {
            known = Optional.of(new HttpCredentialsAdapter(
                    GoogleCredentials.getApplicationDefault().createScoped(StorageScopes.DEVSTORAGE_READ_ONLY)));
            credentials = known;
        }
        return known.get();
    }
}
