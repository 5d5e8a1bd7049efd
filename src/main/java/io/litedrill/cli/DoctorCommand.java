package io.litedrill.cli;

import io.litedrill.app.Diagnosis;
import io.litedrill.app.Doctor;
import io.litedrill.app.Target;
import io.litedrill.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Implements {@code litedrill doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Examine what Litedrill needs, and Litestream.",
        description = "Examines the configuration, stores, credentials, clocks, permissions and folders, Litestream's"
                + " version and settings, and who can read what. Each problem has its next step. Changes nothing.",
        exitCodeListHeading = "%nExit codes (the worst result):%n",
        exitCodeList = {" 0:ok", " 1:warning", " 2:critical", " 3:unknown: a store or a folder could not be used"},
        footer = {"", "  litedrill doctor", "  litedrill doctor app --json"})
final class DoctorCommand extends TargetCommand {
    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            description = "The databases or replicas to examine. Default: every configured database.")
    private List<String> targets = List.of();

    DoctorCommand(Session session) {
        super(session);
    }

    @Override
    List<String> typed() {
        return targets;
    }

    @Override
    int run(List<Target> all) {
        List<Diagnosis> diagnoses = new Doctor(session().runtime()).examine(all);
        if (json()) {
            terminal()
                    .out()
                    .println(JsonObject.pretty(
                            diagnoses.stream().map(Diagnosis::json).toList()));
        } else {
            new DoctorText(terminal()).print(diagnoses);
        }
        return ExitCodes.of(Doctor.worst(diagnoses));
    }
}
