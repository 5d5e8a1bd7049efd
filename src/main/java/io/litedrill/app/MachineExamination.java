package io.litedrill.app;

import io.litedrill.app.Diagnosis.Area;
import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.check.Verdict;
import io.litedrill.drill.Scratch;
import io.litedrill.files.TrustedProgram;
import io.litedrill.kept.KeptCopies;
import io.litedrill.kept.KeptLeftover;
import io.litedrill.live.LitestreamProcesses;
import io.litedrill.schedule.RunIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Examines what all databases share: the configuration file, the folders, and Litestream's program. */
final class MachineExamination {
    private final Application wiring;
    private final RuntimeEnvironment runtime;

    MachineExamination(Application wiring, RuntimeEnvironment runtime) {
        this.wiring = wiring;
        this.runtime = runtime;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> all = new ArrayList<>();
        wiring.configFile().ifPresent(file -> {
            all.add(ok(
                    Area.CONFIGURATION,
                    file + ": valid, " + Wording.count(wiring.databases().size(), "database")));
            all.addAll(new SecretsExamination(runtime.environment()).examine(file));
            all.addAll(leftovers());
        });
        all.addAll(scratch());
        all.addAll(home());
        all.add(litestream());
        return all;
    }

    private List<Diagnosis> scratch() {
        Path folder = wiring.scratch();
        try (Scratch room = Scratch.open(folder, new RunIds(wiring.clock()).next())) {
            long free = Files.getFileStore(room.folder()).getUsableSpace();
            return List.of(
                    ok(Area.PERMISSIONS, folder + ": scratch can be written"),
                    ok(Area.SCRATCH, folder + ": " + Wording.bytes(free) + " free"));
        } catch (IOException e) {
            return List.of(new Diagnosis(
                    Optional.empty(),
                    Area.PERMISSIONS,
                    Verdict.UNKNOWN,
                    folder + ": scratch cannot be written: " + e.getMessage() + ". No drill can run",
                    Hint.text("let Litedrill's user write there, or name another folder (scratch)")));
        }
    }

    /** Reports the kept copies of databases that the configuration no longer has. Nothing else deletes them. */
    private List<Diagnosis> leftovers() {
        Optional<Set<String>> known = wiring.keptNames();
        if (known.isEmpty()) {
            return List.of();
        }
        try {
            return new KeptCopies(wiring.scratch())
                    .leftovers(known.get()).stream()
                            .map(MachineExamination::leftover)
                            .toList();
        } catch (IOException e) {
            return List.of(new Diagnosis(
                    Optional.empty(),
                    Area.SCRATCH,
                    Verdict.UNKNOWN,
                    wiring.scratch() + ": the kept copies cannot be listed: " + e.getMessage(),
                    Hint.text("let Litedrill's user read there")));
        }
    }

    private static Diagnosis leftover(KeptLeftover left) {
        String folder = left.folder().toString();
        return warning(
                Area.SCRATCH,
                folder + ": a kept database of " + Wording.bytes(left.bytes())
                        + left.origin().map(origin -> ", of " + origin).orElse("") + ", last changed at "
                        + left.changedAt().truncatedTo(ChronoUnit.SECONDS)
                        + ". No database of this configuration has it",
                "if no other configuration uses this scratch, and you need no restore from it (--proved-copy): rm -r "
                        + Format.quoted(folder));
    }

    private List<Diagnosis> home() {
        if (wiring.home().isEmpty()) {
            return List.of();
        }
        Path home = wiring.home().get();
        if (wiring.past().history().isEmpty()) {
            return List.of(warning(
                    Area.PERMISSIONS,
                    home + ": the history cannot be used, so nothing is remembered",
                    "let Litedrill's user write there, or name another folder (home)"));
        }
        List<Diagnosis> all = new ArrayList<>();
        all.add(ok(Area.PERMISSIONS, home + ": the history can be written"));
        Readers.of(home.resolve("history.db"))
                .map(readers -> readers.isPrivate()
                        ? ok(Area.SECRECY, home + ": the history can be read by " + readers.who())
                        : warning(
                                Area.SECRECY,
                                home + ": the history (" + readers.mode() + ") can be read by " + readers.who(),
                                "chmod 600 "
                                        + Format.quoted(
                                                home.resolve("history.db").toString())))
                .ifPresent(all::add);
        return all;
    }

    private Diagnosis litestream() {
        return onPath().map(MachineExamination::version)
                .orElseGet(() -> ok(Area.LITESTREAM, "no Litestream is installed on the PATH"));
    }

    private static Diagnosis version(Path program) {
        return TrustedProgram.of(program, LitestreamProcesses.PROGRAM)
                .map(real -> LitestreamVersion.diagnosis(Optional.empty(), program, real))
                .orElseGet(() -> warning(
                        Area.LITESTREAM,
                        program + ": not run, since another user could have placed it, or it is no program of"
                                + " Litestream",
                        "let it and its folders belong to root or Litedrill's user, and allow no other user to"
                                + " write there"));
    }

    private Optional<Path> onPath() {
        return runtime.nonEmpty("PATH").stream()
                .flatMap(path -> Stream.of(path.split(":", -1)))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder).resolve("litestream"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Diagnosis ok(Area area, String message) {
        return Diagnosis.ok(Optional.empty(), area, message);
    }

    private static Diagnosis warning(Area area, String message, String next) {
        return new Diagnosis(Optional.empty(), area, Verdict.WARNING, message, Hint.text(next));
    }
}
