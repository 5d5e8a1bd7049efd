package io.litedrill.cli;

import io.litedrill.app.Diagnosis;
import io.litedrill.app.Doctor;
import io.litedrill.app.Target;
import java.util.List;
import picocli.CommandLine.Command;

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
final class DoctorCommand extends DatabasesCommand {
    DoctorCommand(Session session) {
        super(session);
    }

    @Override
    int run(List<Target> all) {
        List<Diagnosis> diagnoses = new Doctor(session().runtime()).examine(all);
        if (json()) {
            printJson(diagnoses.stream().map(Diagnosis::json));
        } else {
            new DoctorText(terminal()).print(diagnoses);
        }
        return ExitCodes.of(Doctor.worst(diagnoses));
    }
}
