package io.litedrill.cli;

import io.litedrill.app.ReceiptVerification;
import io.litedrill.app.UsageException;
import io.litedrill.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Implements {@code litedrill receipt}, the parent of its subcommand. */
@Command(
        name = "receipt",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Verifies receipts of drills, which the key receipts of litedrill.yml makes drills write.",
        synopsisSubcommandLabel = "verify",
        header = "Verify the signed receipt of a drill.",
        footer = {"", "  litedrill receipt verify RECEIPT --public-key receipts.pub"})
final class ReceiptCommand {
    @ParentCommand
    private RootCommand root = new RootCommand();

    /** Implements {@code litedrill receipt verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            header = "Verify the signed receipt of a drill.",
            description = "Verifies the signature of a receipt, and prints what was drilled.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:valid, and the drill passed",
                " 1:valid, and the drill did not pass",
                " 2:not valid",
                "64:wrong usage, or a file that cannot be read"
            },
            footer = {"", "  litedrill receipt verify RECEIPT --public-key receipts.pub"})
    static final class Verify implements Callable<Integer> {
        private final Session session;

        @ParentCommand
        private ReceiptCommand parent = new ReceiptCommand();

        @Parameters(paramLabel = "FILE", description = "the receipt")
        private Path file = Path.of("");

        @Option(names = "--public-key", paramLabel = "FILE", required = true, description = "the public key, PEM")
        private Path key = Path.of("");

        Verify(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws UsageException {
            Path folder = session.runtime().folder();
            ReceiptVerification result = ReceiptVerification.of(folder.resolve(file), folder.resolve(key));
            if (parent.root.json()) {
                session.terminal().out().println(json(result).pretty());
            } else {
                session.terminal()
                        .line(result.drill().isPresent() ? valid(result) : file + ": not valid: " + result.reason());
            }
            if (result.statement().isEmpty()) {
                return ExitCodes.FAILED;
            }
            return outcome(result).equals(Optional.of("passed")) ? ExitCodes.OK : 1;
        }

        private static Optional<String> outcome(ReceiptVerification result) {
            return result.drill().flatMap(drill -> drill.text("outcome"));
        }

        private static JsonObject json(ReceiptVerification result) {
            return JsonObject.with()
                    .put("valid", result.statement().isPresent())
                    .put("reason", Optional.of(result.reason()).filter(text -> !text.isEmpty()))
                    .put("statement", result.statement())
                    .build();
        }

        private String valid(ReceiptVerification result) {
            JsonObject drill = result.drill().orElseThrow();
            return file + ": valid: drill of " + text(drill, "database") + " (" + text(drill, "replica") + ") "
                    + text(drill, "outcome") + ", recovery point " + text(drill, "recovery_point") + " ("
                    + text(drill, "position") + "), SHA-256 of the restored file "
                    + result.sha256().orElse("unknown");
        }

        private static String text(JsonObject drill, String key) {
            return drill.text(key).orElse("unknown");
        }
    }
}
