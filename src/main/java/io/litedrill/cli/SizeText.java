package io.litedrill.cli;

import io.litedrill.check.Hint;
import io.litedrill.recover.ExpectedSize;
import java.util.Optional;

/** Warns before a restore that its result will probably be refused because of its size. */
final class SizeText {
    private final Terminal terminal;

    SizeText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Optional<ExpectedSize> size) {
        size.flatMap(ExpectedSize::refusal)
                .ifPresent(
                        refusal -> terminal.line(Hint.text("its size        ").then(refusal.reason())));
    }
}
