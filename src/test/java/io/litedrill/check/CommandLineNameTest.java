package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineNameTest {
    private static final CommandLineName SHOP = new CommandLineName("shop", Optional.empty());
    private static final CommandLineName SHOP_AT_S3 = new CommandLineName("shop", Optional.of("s3"));

    @Test
    void aTargetIsQuotedAsAShellTakesIt() {
        assertThat(new CommandLineName("/my backups/it's", Optional.empty())
                        .command(CommandVerb.WINDOW)
                        .text())
                .isEqualTo("litedrill window '/my backups/it'\\''s'");
        assertThat(SHOP.command(CommandVerb.DRILL).text()).isEqualTo("litedrill drill shop");
    }

    @Test
    void oneOfSeveralReplicasIsNamedWhereTheCommandTakesOne() {
        assertThat(SHOP_AT_S3.command(CommandVerb.WINDOW).text()).isEqualTo("litedrill window shop --replica s3");
        assertThat(SHOP_AT_S3.command(CommandVerb.RESTORE).text()).isEqualTo("litedrill restore shop --replica s3");
        assertThat(SHOP_AT_S3.command(CommandVerb.DRILL).text()).isEqualTo("litedrill drill shop");
        assertThat(SHOP_AT_S3.command(CommandVerb.CHECK).text()).isEqualTo("litedrill check shop");
    }
}
