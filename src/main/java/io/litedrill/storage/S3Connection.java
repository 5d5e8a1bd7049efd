package io.litedrill.storage;

import io.litedrill.keys.Authorities;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.AttributeMap;

/** Configures the AWS client of a store. */
final class S3Connection {
    /** The region that Litestream signs for when no region is configured. */
    private static final String DEFAULT_REGION = "us-east-1";

    /** More than the checks of a daemon use at once, so that none waits for the files that another one reads ahead. */
    static final int MOST_CONNECTIONS = 128;

    private S3Connection() {}

    static S3ClientBuilder to(S3Settings settings, Timeouts patience) {
        S3Endpoint endpoint = settings.endpoint();
        S3ClientBuilder builder = S3Client.builder()
                // Passed as a builder, so that the S3 client closes it.
                .httpClientBuilder(defaults -> http(settings, patience))
                .region(Region.of(endpoint.region().orElse(DEFAULT_REGION)))
                .forcePathStyle(endpoint.forcePathStyle())
                .serviceConfiguration(s3 -> s3.useArnRegionEnabled(true))
                .overrideConfiguration(client -> client.apiCallTimeout(patience.call())
                        .scheduledExecutorService(timer())
                        .addExecutionInterceptor(new ListingValidation()));
        settings.credentials()
                .ifPresent(keys -> builder.credentialsProvider(StaticCredentialsProvider.create(sdk(keys))));
        endpoint.address()
                .ifPresent(address -> builder.endpointOverride(address)
                        // Many S3-compatible stores reject the checksums that the SDK adds by default.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED));
        // Amazon's response contains the bucket's region when it is another; the client then retries there and
        // remembers it.
        boolean regionUnknown =
                endpoint.address().isEmpty() && endpoint.region().isEmpty();
        return builder.crossRegionAccessEnabled(regionUnknown);
    }

    /**
     * Returns the timer of the time limits. The SDK's own keeps each request for as long as its limit, although it has
     * ended: 30,000 of them at 500 requests a second. Its thread ends when no request is active.
     */
    static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "litedrill-s3-limits");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    private static SdkHttpClient http(S3Settings settings, Timeouts patience) {
        S3Endpoint endpoint = settings.endpoint();
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder();
        if (!endpoint.skipVerify()) {
            settings.authorities().ifPresent(file -> builder.tlsTrustManagersProvider(() -> Authorities.with(file)));
        }
        SdkHttpClient client = builder.connectionTimeout(patience.connect())
                .connectionAcquisitionTimeout(patience.call())
                .socketTimeout(patience.idle())
                .tcpKeepAlive(true)
                .maxConnections(MOST_CONNECTIONS)
                .buildWithDefaults(AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, endpoint.skipVerify())
                        .build());
        return new PlainSlashes(client);
    }

    private static AwsCredentials sdk(S3Credentials keys) {
        Optional<String> token = keys.sessionToken();
        return token.isPresent()
                ? AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token.get())
                : AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey());
    }
}
