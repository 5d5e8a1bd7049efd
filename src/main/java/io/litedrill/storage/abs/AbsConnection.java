package io.litedrill.storage.abs;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.abs.AbsSettings.Login;
import java.time.Duration;

/** Configures the client of a container. */
final class AbsConnection {
    private static final int TRIES = 3;

    private AbsConnection() {}

    /** Returns a client. It sends no request yet. */
    static BlobContainerClient to(AbsSettings settings, Timeouts patience) {
        Duration one = patience.call().dividedBy(TRIES);
        BlobContainerClientBuilder builder = new BlobContainerClientBuilder()
                .httpClient(new JdkHttpClientBuilder()
                        .connectionTimeout(patience.connect())
                        .responseTimeout(one)
                        .readTimeout(patience.idle())
                        .build())
                .retryOptions(new RequestRetryOptions(
                        RetryPolicyType.EXPONENTIAL,
                        TRIES,
                        one.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : one,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        null))
                .endpoint(settings.server())
                .containerName(settings.container());
        Login login = settings.login();
        if (login instanceof Login.Key key) {
            builder.credential(new StorageSharedKeyCredential(settings.account(), key.key()));
        } else if (login instanceof Login.Sas sas) {
            builder.sasToken(sas.token());
        } else {
            builder.credential(new DefaultAzureCredentialBuilder().build());
        }
        return builder.buildClient();
    }
}
