package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.config.ServerConfig.Folders;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void theDaemonNamesTheFoldersThatItWritesTo() {
        Path home = Path.of("/home");
        assertThat(Configuration.described(new Folders(home, home.resolve("scratch"))))
                .isEqualTo("home /home");
        assertThat(Configuration.described(new Folders(home, Path.of("/big")))).isEqualTo("home /home, scratch /big");
    }
}
