package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    private static final ReplicaId SHOP = new ReplicaId("shop", "s3");

    @ParameterizedTest
    @CsvSource({"0,0s", "59,59s", "60,1m", "90,1m 30s", "3600,1h", "90060,1d 1h", "-5,0s"})
    void durationsAreSaidInTheirTwoLargestUnits(long seconds, String text) {
        assertThat(Text.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void aFolderIsNamedAsAShellTakesIt() {
        assertThat(Text.command("window", SHOP, "file:///backups/app")).isEqualTo("litedrill window /backups/app");
        assertThat(Text.command("window", SHOP, "file:///my%20backups/it's"))
                .isEqualTo("litedrill window '/my backups/it'\\''s'");
    }

    @Test
    void aDatabaseInAStoreIsNamedByItsName() {
        assertThat(Text.command("drill", SHOP, "s3://bucket/app")).isEqualTo("litedrill drill shop");
    }
}
