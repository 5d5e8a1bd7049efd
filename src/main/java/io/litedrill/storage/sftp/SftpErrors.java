package io.litedrill.storage.sftp;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** Explains the errors of an SFTP server and the next step, without secrets. */
final class SftpErrors {
    private final SftpSettings settings;
    private final ConnectionErrors connection;

    SftpErrors(SftpSettings settings) {
        this.settings = settings;
        this.connection = new ConnectionErrors(
                "the SFTP server " + settings.server(),
                settings.password().stream().toList());
    }

    ConnectionErrors connection() {
        return connection;
    }

    static boolean isMissing(Exception failure) {
        return failure instanceof SftpException answer
                && (answer.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
                        || answer.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH
                        || answer.getStatus() == SftpConstants.SSH_FX_NOT_A_DIRECTORY);
    }

    /** Converts a failure into an exception that explains it. */
    StorageException explain(Exception failure, String place) {
        if (failure instanceof SftpException answer) {
            return answered(answer, place);
        }
        return refusal(failure, place).orElseGet(() -> connection.unanswered(failure, place));
    }

    private Optional<StorageException> refusal(Exception failure, String place) {
        List<Integer> codes = Stream.iterate((Throwable) failure, each -> each != null, Throwable::getCause)
                .limit(20)
                .filter(SshException.class::isInstance)
                .map(each -> ((SshException) each).getDisconnectCode())
                .toList();
        if (codes.contains(SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE)) {
            return Optional.of(new StorageException(
                    Kind.UNREACHABLE,
                    place + ": the key of " + connection.server() + " is not the expected one: it was replaced, or"
                            + " another server answers. Check host-key or known_hosts."));
        }
        if (codes.contains(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE)
                || codes.contains(SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME)) {
            return Optional.of(new StorageException(
                    Kind.ACCESS_DENIED,
                    place + ": " + connection.server() + " refused the login of " + settings.user()
                            + ". Check user, and password or key-path."));
        }
        return Optional.empty();
    }

    private StorageException answered(SftpException answer, String place) {
        if (isMissing(answer)) {
            return new StorageException(
                    Kind.NOT_FOUND,
                    place + ": there is no such file (any more). List again: Litestream's retention may have deleted"
                            + " it.");
        }
        String said = SftpConstants.getStatusName(answer.getStatus()) + " "
                + connection.quote(String.valueOf(answer.getMessage()));
        return answer.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED
                ? new StorageException(
                        Kind.ACCESS_DENIED,
                        place + ": may not be read. Let " + settings.user() + " read it. The server said: " + said)
                : new StorageException(
                        Kind.UNREACHABLE,
                        place + ": " + connection.server() + " could not answer. Check the server, then try again."
                                + " It said: " + said);
    }
}
