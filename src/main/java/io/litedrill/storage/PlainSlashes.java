package io.litedrill.storage;

import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends the {@code //} of a key as it was signed. The SDK's HTTP client would send {@code /%2F}. Amazon accepts both,
 * but a store that verifies the signature of the received path rejects it. Litestream 0.5 writes keys that begin with a
 * slash.
 */
final class PlainSlashes implements SdkHttpClient {
    private final SdkHttpClient client;

    PlainSlashes(SdkHttpClient client) {
        this.client = client;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        SdkHttpRequest http = request.httpRequest();
        if (!http.encodedPath().contains("//")) {
            return client.prepareRequest(request);
        }
        HttpExecuteRequest.Builder plain = HttpExecuteRequest.builder().request(new Plain(http));
        request.contentStreamProvider().ifPresent(plain::contentStreamProvider);
        request.metricCollector().ifPresent(plain::metricCollector);
        return client.prepareRequest(plain.build());
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }

    /** A request that presents a path without {@code //}, so that the client uses its URI unchanged. */
    private record Plain(SdkHttpRequest request) implements SdkHttpRequest {
        @Override
        public URI getUri() {
            return request.getUri();
        }

        @Override
        public String encodedPath() {
            return request.encodedPath().replace("//", "/%2F");
        }

        @Override
        public String protocol() {
            return request.protocol();
        }

        @Override
        public String host() {
            return request.host();
        }

        @Override
        public int port() {
            return request.port();
        }

        @Override
        public Map<String, List<String>> rawQueryParameters() {
            return request.rawQueryParameters();
        }

        @Override
        public SdkHttpMethod method() {
            return request.method();
        }

        @Override
        public Map<String, List<String>> headers() {
            return request.headers();
        }

        @Override
        public SdkHttpRequest.Builder toBuilder() {
            return request.toBuilder();
        }
    }
}
