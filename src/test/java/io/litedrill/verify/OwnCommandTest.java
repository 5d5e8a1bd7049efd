package io.litedrill.verify;

import static io.litedrill.verify.CheckOutcome.Result.FAILED;
import static io.litedrill.verify.CheckOutcome.Result.INCONCLUSIVE;
import static io.litedrill.verify.CheckOutcome.Result.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.hook.HookCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnCommandTest {
    private static final Path FILE = Path.of("/scratch/restored.db");

    private static CheckOutcome run(Duration limit, String... arguments) {
        return new OwnCommand(List.of(arguments), limit).test(FILE, Map.of("LITEDRILL_DATABASE", "shop"));
    }

    private static CheckOutcome shell(String line) {
        return run(Duration.ofSeconds(30), HookCommand.shell(line).toArray(String[]::new));
    }

    @Test
    void receivesTheFileAndTheDatabase() {
        CheckOutcome outcome = shell("echo $LITEDRILL_DATABASE_FILE $LITEDRILL_DATABASE {}");

        assertThat(outcome.result()).isEqualTo(PASSED);
        assertThat(outcome.detail()).isEqualTo("/scratch/restored.db shop /scratch/restored.db");
    }

    @Test
    void exitCodeFailsItWithItsLastWords() {
        CheckOutcome outcome = shell("echo balance is off; exit 3");

        assertThat(outcome.result()).isEqualTo(FAILED);
        assertThat(outcome.detail()).contains("exit code 3", "balance is off");
    }

    @Test
    void provesNothingWhenItDoesNotEndOrCannotStart() {
        assertThat(run(Duration.ofMillis(200), "sleep", "60").result()).isEqualTo(INCONCLUSIVE);
        assertThat(run(Duration.ofSeconds(5), "/no/such/program").result()).isEqualTo(INCONCLUSIVE);
    }
}
