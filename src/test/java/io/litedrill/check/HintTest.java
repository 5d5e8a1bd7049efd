package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HintTest {
    private static final CommandLineName SHOP = new CommandLineName("my shop", Optional.of("s3"));

    private final Hint hint = Hint.text("restore an earlier state: ")
            .then(SHOP.command(CommandVerb.RESTORE).with("o", "a file").with("fallback"))
            .then(", or allow this one with ")
            .then(Hint.Option.flag("accept-smaller"));

    @Test
    void plainTextHasCommandsThatAShellReads() {
        assertThat(hint.text())
                .isEqualTo(
                        "restore an earlier state: litedrill restore 'my shop' --replica s3 -o 'a file' --fallback, or"
                                + " allow this one with --accept-smaller");
    }

    @Test
    void aStyleRendersCommandsAndOptionsInItsOwnWay() {
        HintStyle http = new HintStyle() {
            @Override
            public String command(Hint.Command command) {
                return "POST /" + command.verb().word();
            }

            @Override
            public String option(Hint.Option option) {
                return "\"" + option.name().replace('-', '_') + "\": true";
            }
        };
        assertThat(hint.text(http))
                .isEqualTo("restore an earlier state: POST /restore, or allow this one with \"accept_smaller\": true");
    }

    @Test
    void sentencesAreJoinedByOneFullStop() {
        assertThat(Hint.sentences(Hint.text("One."), Hint.text("Two")).text()).isEqualTo("One. Two");
        assertThat(Hint.sentences(Hint.text("One"), Hint.text("Two")).text()).isEqualTo("One. Two");
    }

    @Test
    void equalPartsMakeEqualHints() {
        assertThat(Hint.text("see ").then(SHOP.command(CommandVerb.WINDOW)))
                .isEqualTo(Hint.text("see ").then(SHOP.command(CommandVerb.WINDOW)));
        assertThat(Hint.none().isEmpty()).isTrue();
    }
}
