package io.litedrill.receipt;

import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Signs statements, and verifies signed ones: DSSE envelopes (version 1) with signatures of type Ed25519. */
public final class Envelope {
    private static final String TYPE = "application/vnd.in-toto+json";
    private static final String ALGORITHM = "Ed25519";

    private Envelope() {}

    /**
     * Signs a statement.
     *
     * @throws InvalidKeyException when the key is not of type Ed25519
     */
    public static JsonObject sign(JsonObject statement, PrivateKey key) throws InvalidKeyException {
        byte[] payload = statement.compact().getBytes(StandardCharsets.UTF_8);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(signedBytes(payload));
            JsonObject one = JsonObject.with()
                    .put("sig", Base64.getEncoder().encodeToString(signature.sign()))
                    .build();
            return JsonObject.with()
                    .put("payloadType", TYPE)
                    .put("payload", Base64.getEncoder().encodeToString(payload))
                    .put("signatures", List.of(one))
                    .build();
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /**
     * Verifies an envelope.
     *
     * @return the statement that the key signed
     * @throws ReceiptException when the text is no envelope, or no signature in it is that of the key
     */
    public static JsonObject verified(String text, PublicKey key) throws ReceiptException {
        try {
            JsonObject envelope = JsonObject.parse(text);
            if (!envelope.text("payloadType").equals(Optional.of(TYPE))) {
                throw new ReceiptException("it is no DSSE envelope with a payload of type " + TYPE);
            }
            byte[] payload = Base64.getDecoder().decode(envelope.text("payload").orElse(""));
            for (JsonObject signature : envelope.objects("signatures").orElse(List.of())) {
                if (isOf(
                        key,
                        payload,
                        Base64.getDecoder().decode(signature.text("sig").orElse("")))) {
                    return JsonObject.parse(new String(payload, StandardCharsets.UTF_8));
                }
            }
            throw new ReceiptException(
                    "no signature in it is that of this key: the receipt was changed, or another key" + " signed it");
        } catch (JsonException | IllegalArgumentException malformed) {
            throw new ReceiptException("it is malformed (" + malformed.getMessage() + ")");
        }
    }

    private static boolean isOf(PublicKey key, byte[] payload, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(signedBytes(payload));
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherForm) {
            return false;
        }
    }

    /** Returns the bytes that are signed: type and payload with their lengths, which DSSE calls PAE. */
    private static byte[] signedBytes(byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length + " ";
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }
}
