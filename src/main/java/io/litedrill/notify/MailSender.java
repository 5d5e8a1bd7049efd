package io.litedrill.notify;

import io.litedrill.text.PlainText;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;

/** Sends messages by SMTP. */
final class MailSender {
    private final Duration limit;
    private final InstantSource clock;

    /**
     * Creates a sender.
     *
     * @param limit the time limit for connecting, and for each answer
     */
    MailSender(Duration limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Sends a message; returns why it could not be sent, without secrets. */
    Optional<String> send(Channel.Email email, Message message) {
        try {
            Session session = Session.getInstance(properties(email));
            MimeMessage mail = mail(session, email, message);
            if (email.login().isPresent()) {
                Channel.Login login = email.login().get();
                Transport.send(mail, mail.getAllRecipients(), login.user(), login.password());
            } else {
                Transport.send(mail);
            }
            return Optional.empty();
        } catch (MessagingException e) {
            return Optional.of(email.server().host() + ":" + email.server().port() + ": "
                    + MailTrust.refusal(e, email.server()).orElseGet(() -> reason(e)));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of("ca must be a file with certificates in PEM form: "
                    + email.server().ca().map(Path::toString).orElse("") + " (" + e + ")");
        }
    }

    private static String reason(MessagingException failure) {
        String cause = failure.getNextException() == null
                ? ""
                : " (" + failure.getNextException().getClass().getSimpleName() + ")";
        String answer = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        // a server may repeat the login
        String shown = failure instanceof AuthenticationFailedException
                ? answer.replaceFirst("^(\\d{3}([ -]\\d\\.\\d{1,3}\\.\\d{1,3})?)?.*", "$1")
                : PlainText.line(answer);
        return failure.getClass().getSimpleName() + ": " + shown + cause;
    }

    private MimeMessage mail(Session session, Channel.Email email, Message message) throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(email.from(), true));
        for (String recipient : email.to()) {
            mail.addRecipient(RecipientType.TO, new InternetAddress(recipient, true));
        }
        String charset = StandardCharsets.UTF_8.name();
        mail.setSubject("[litedrill] " + message.line(), charset);
        mail.setText(message.whole() + "\n", charset);
        mail.setSentDate(Date.from(clock.instant()));
        // automatic answers must not be sent to it (RFC 3834)
        mail.setHeader("Auto-Submitted", "auto-generated");
        return mail;
    }

    private Properties properties(Channel.Email email) throws IOException, GeneralSecurityException {
        Channel.MailServer server = email.server();
        String millis = Long.toString(limit.toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", server.host());
        properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.auth", Boolean.toString(email.login().isPresent()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(server.security() == Channel.Security.TLS));
        String starttls = Boolean.toString(server.security() == Channel.Security.STARTTLS);
        properties.setProperty("mail.smtp.starttls.enable", starttls);
        properties.setProperty("mail.smtp.starttls.required", starttls);
        if (server.ca().isPresent()) {
            properties.put(
                    "mail.smtp.ssl.socketFactory",
                    MailTrust.socketsTrusting(server.ca().get()));
            // a second try with Java's authorities would hide why the first one failed
            properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        }
        return properties;
    }
}
