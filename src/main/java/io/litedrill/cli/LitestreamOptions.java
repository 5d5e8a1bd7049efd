package io.litedrill.cli;

import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import io.litedrill.check.CommandLineName;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Hint;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Defines the options of {@code litestream restore} that Litedrill's own restore does not need. */
final class LitestreamOptions {
    @Option(
            names = "--if-db-not-exists",
            description = "Exit with 0 and restore nothing if FILE exists. As in Litestream; Litedrill never overwrites"
                    + " FILE.")
    private boolean ifDatabaseNotExists;

    @Option(
            names = "--if-replica-exists",
            description = "Exit with 0 if the store holds no backup, and the history records none. As in Litestream.")
    private boolean ifReplicaExists;

    @Option(names = "--parallelism", hidden = true, paramLabel = "NUM", description = "Has no effect.")
    private Optional<Integer> parallelism = Optional.empty();

    @Option(names = "--integrity-check", hidden = true, paramLabel = "MODE", description = "Has no effect.")
    private Optional<String> integrityCheck = Optional.empty();

    boolean ifDatabaseNotExists() {
        return ifDatabaseNotExists;
    }

    boolean ifReplicaExists() {
        return ifReplicaExists;
    }

    /** Reports the options that are accepted and have no effect. */
    void report(Terminal terminal) {
        parallelism.ifPresent(number -> terminal.note("--parallelism: has no effect in Litedrill"));
        integrityCheck.ifPresent(mode -> terminal.note(
                "--integrity-check: has no effect, because every restore is tested (verify of the configuration)"));
    }

    /** Refuses the options for a restore to the live path, which {@code ensure} does under stricter conditions. */
    void requireFile(Target chosen) throws UsageException {
        Optional<String> given = Stream.of(
                        ifDatabaseNotExists ? "--if-db-not-exists" : "", ifReplicaExists ? "--if-replica-exists" : "")
                .filter(option -> !option.isEmpty())
                .findFirst();
        if (given.isPresent()) {
            Hint.Command ensure = new CommandLineName(
                            chosen.typed(), Optional.empty(), chosen.wiring().configNamed())
                    .command(CommandVerb.ENSURE)
                    .with("when", "missing");
            throw new UsageException(given.get()
                    + ": needs --output FILE. To restore a missing database to its live path: "
                    + (ifReplicaExists ? ensure.with("if-replica-exists") : ensure).text());
        }
    }
}
