package io.litedrill.cli;

import io.litedrill.app.SizeAnswer;
import io.litedrill.recover.ExpectedSize;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Warns before a restore that its result will probably be refused because of its size. */
final class SizeText {
    private final Terminal terminal;

    SizeText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Optional<ExpectedSize> size) {
        SizeAnswer.refusal(size, UnaryOperator.identity())
                .ifPresent(ending -> terminal.line("its size        " + ending.reason()));
    }
}
