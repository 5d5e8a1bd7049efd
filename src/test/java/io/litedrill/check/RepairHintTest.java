package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepairHintTest {
    private static Evidence evidence(Optional<Path> live) {
        Evidence bare = new Case(new Listing().snapshot(0, 0)).at(60);
        CheckedReplica watched = bare.watched();
        return new Evidence(
                new CheckedReplica(watched.id(), watched.replica(), live, watched.objectives(), watched.settings()),
                bare.scan(),
                bare.live(),
                bare.memory(),
                bare.now());
    }

    @Test
    void litestreamsFolderHasTheNameThatItHas() {
        assertThat(RepairHint.hint(evidence(Optional.of(Path.of("/data/app.db"))))
                        .text())
                .contains("move its folder /data/.app.db-litestream away");
    }

    @Test
    void whereNoLivePathIsKnownItIsDescribed() {
        assertThat(RepairHint.hint(evidence(Optional.empty())).text())
                .contains("beside the live database")
                .doesNotContain("NAME");
    }
}
