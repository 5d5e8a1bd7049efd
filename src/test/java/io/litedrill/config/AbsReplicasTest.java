package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.config.ReplicaLocation.Unreadable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsReplicasTest {
    @TempDir
    private Path folder;

    @Test
    void aKeyThatIsNoBase64IsNamed() throws Exception {
        assertThat(unreadable(new ConfigFiles(folder), "account-key: 'hunter-2!'"))
                .contains("replica.account-key: is no base64")
                .doesNotContain("hunter");
        assertThat(unreadable(new ConfigFiles(folder).with("LITESTREAM_AZURE_ACCOUNT_KEY", "hunter-2!"), "path: p"))
                .contains("LITESTREAM_AZURE_ACCOUNT_KEY")
                .doesNotContain("hunter");
    }

    /** Azure's client sends no access token over HTTP. */
    @Test
    void anEndpointWithoutTlsNeedsAKey() throws Exception {
        String endpoint = "endpoint: 'http://127.0.0.1:10000/acc'";

        assertThat(unreadable(new ConfigFiles(folder), endpoint)).contains("account-key: this or sas-token is needed");
        for (String login : new String[] {"account-key: aHVudGVy", "sas-token: sig=x"}) {
            assertThat(located(new ConfigFiles(folder), endpoint + ", " + login))
                    .isInstanceOf(ReadableLocation.class);
        }
    }

    private static String unreadable(ConfigFiles files, String keys) throws Exception {
        ReplicaLocation location = located(files, keys);
        assertThat(location).isInstanceOf(Unreadable.class);
        return ((Unreadable) location).reason();
    }

    private static ReplicaLocation located(ConfigFiles files, String keys) throws Exception {
        String replica = "{type: abs, account-name: acc, bucket: b, " + keys + "}";
        return ConfigFiles.onlyReplica(files.litestream("dbs: [{path: /a.db, replica: " + replica + "}]"))
                .location();
    }
}
