package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;

/** Explains the errors and timeouts of an S3 store and the next step, without secrets. */
final class S3Errors {
    /**
     * Error codes about credentials or permissions that Amazon and other stores return with another status than 403.
     */
    private static final Set<String> REFUSALS = Set.of(
            "AccessDenied",
            "AllAccessDisabled",
            "ExpiredToken",
            "InvalidAccessKeyId",
            "InvalidToken",
            "RequestTimeTooSkewed",
            "SignatureDoesNotMatch",
            "TokenRefreshRequired");

    private static final Set<String> REDIRECTS =
            Set.of("PermanentRedirect", "TemporaryRedirect", "IllegalLocationConstraintException");

    /** {@code AuthorizationHeaderMalformed} contains the right region only in its text. */
    private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]{1,40})'");

    private final S3Settings settings;
    private final ConnectionErrors connection;

    S3Errors(S3Settings settings) {
        this.settings = settings;
        this.connection = new ConnectionErrors(server(settings), secrets(settings));
    }

    private static List<String> secrets(S3Settings settings) {
        return settings.credentials().stream()
                .flatMap(keys -> Stream.concat(Stream.of(keys.secretAccessKey()), keys.sessionToken().stream()))
                .toList();
    }

    /** Returns what explains failures of the connection. */
    ConnectionErrors connection() {
        return connection;
    }

    /** Converts a failed request into an exception that explains it. */
    StorageException explain(RuntimeException failure, String place) {
        if (failure instanceof AwsServiceException answer) {
            return answered(answer, place);
        }
        return unanswered(failure, place);
    }

    private StorageException answered(AwsServiceException answer, String place) {
        String code = Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
        Kind kind = kind(code, answer);
        String message = "%s: %s. %s The store said: %s"
                .formatted(place, meaning(kind, answer), advice(kind, code), said(code, answer));
        return new StorageException(kind, message);
    }

    private static Kind kind(String code, AwsServiceException answer) {
        if (code.equals("NoSuchBucket")) {
            return Kind.NO_SUCH_CONTAINER;
        }
        if (REDIRECTS.contains(code)
                || answer.statusCode() == 301
                || rightRegion(answer).isPresent()) {
            return Kind.WRONG_REGION;
        }
        if (code.equals("InvalidObjectState")) {
            return Kind.ARCHIVED;
        }
        if (REFUSALS.contains(code) || code.equals("AuthorizationHeaderMalformed")) {
            return Kind.ACCESS_DENIED;
        }
        return switch (answer.statusCode()) {
            case 401, 403 -> Kind.ACCESS_DENIED;
            case 404 -> code.equals("NoSuchKey") ? Kind.NOT_FOUND : Kind.UNREACHABLE;
            case 412, 416 -> Kind.CHANGED;
            default -> Kind.UNREACHABLE;
        };
    }

    private String meaning(Kind kind, AwsServiceException answer) {
        return switch (kind) {
            case NO_SUCH_CONTAINER -> "there is no bucket " + settings.bucket() + " at " + server();
            case WRONG_REGION ->
                "the bucket " + settings.bucket() + " is in "
                        + rightRegion(answer).map(region -> "region " + region).orElse("another region")
                        + ", asked was "
                        + settings.endpoint().region().orElse("us-east-1");
            case ACCESS_DENIED -> server() + " refused access";
            case ARCHIVED -> "the object is archived" + storageClass(answer) + " and cannot be read";
            case NOT_FOUND -> "there is no such object (any more)";
            case CHANGED -> "the object was replaced or cut since it was listed";
            case UNREACHABLE, STOPPED -> server() + " did not answer as an S3 store does";
        };
    }

    private static String advice(Kind kind, String code) {
        return switch (kind) {
            case NO_SUCH_CONTAINER -> "Check bucket and endpoint.";
            case WRONG_REGION -> "Set region to the bucket's own.";
            case ACCESS_DENIED -> refusal(code);
            case ARCHIVED ->
                "Restore the object from its archive class (aws s3api restore-object), and exclude Litestream's prefix"
                        + " from the lifecycle rule that archives.";
            case NOT_FOUND -> "List again: Litestream's retention may have deleted it.";
            case CHANGED -> "List again.";
            case UNREACHABLE, STOPPED -> "Check endpoint, and the health of the store, then try again.";
        };
    }

    private static String storageClass(AwsServiceException answer) {
        return answer instanceof InvalidObjectStateException state && state.storageClassAsString() != null
                ? " in the class " + state.storageClassAsString()
                : "";
    }

    private static String refusal(String code) {
        return switch (code) {
            case "InvalidAccessKeyId" -> "Check the access key id.";
            case "SignatureDoesNotMatch" -> "Check the secret access key.";
            case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" -> "Renew the session token.";
            case "RequestTimeTooSkewed" -> "Set the clock of this machine.";
            default -> "Check the credentials, and that they allow s3:ListBucket and s3:GetObject here.";
        };
    }

    private static Optional<String> rightRegion(AwsServiceException answer) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
        boolean redirected = answer.statusCode() == 301 || answer.statusCode() == 307;
        Optional<String> header = details.map(AwsErrorDetails::sdkHttpResponse)
                .filter(response -> redirected)
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"));
        return header.or(() -> details.map(AwsErrorDetails::errorMessage)
                .map(EXPECTED_REGION::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1)));
    }

    private String said(String code, AwsServiceException answer) {
        String text = Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .orElse("");
        String request = Optional.ofNullable(answer.requestId())
                .map(id -> ", request " + quote(id))
                .orElse("");
        return quote(code.isEmpty() ? "no S3 error" : code) + " (status " + answer.statusCode() + request + ") "
                + quote(text);
    }

    private StorageException unanswered(RuntimeException failure, String place) {
        Throwable root = ConnectionErrors.root(failure);
        if (root instanceof StorageException invalid) {
            return new StorageException(
                    invalid.kind(),
                    "%s: %s did not answer as an S3 store does: %s"
                            .formatted(place, server(), quote(String.valueOf(invalid.getMessage()))));
        }
        String text = String.valueOf(failure.getMessage());
        if (text.contains("Unable to load credentials")) {
            return new StorageException(
                    Kind.ACCESS_DENIED,
                    place + ": no credentials found. Set access-key-id and secret-access-key, or AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, or give this machine a role.");
        }
        if (failure instanceof AbortedException) {
            // The SDK clears the interrupt flag.
            Thread.currentThread().interrupt();
        }
        return connection.unanswered(
                failure instanceof ApiCallTimeoutException ? new InterruptedIOException("timed out") : failure, place);
    }

    private String server() {
        return connection.server();
    }

    private static String server(S3Settings settings) {
        return settings.endpoint().address().map(Object::toString).orElse("Amazon S3");
    }

    private String quote(String text) {
        return connection.quote(text);
    }
}
