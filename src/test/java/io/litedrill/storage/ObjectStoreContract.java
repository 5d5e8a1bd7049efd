package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The contract of every store. A store's own test inherits it, and adds tests that are specific to that store. */
public abstract class ObjectStoreContract {
    /** Returns a store over an existing empty container. */
    protected abstract ObjectStore store();

    /** Writes an object into the container. */
    protected abstract void put(String key, byte[] content) throws IOException;

    /** Deletes an object from the container. */
    protected abstract void delete(String key) throws IOException;

    /** Returns the counter of the requests of {@link #store}. */
    protected abstract StorageCount count();

    protected final void put(String key) throws IOException {
        put(key, key.getBytes(UTF_8));
    }

    protected final List<String> keys(String prefix, String after) throws StorageException {
        List<String> keys = new ArrayList<>();
        store().list(prefix, after, object -> keys.add(object.key()));
        return keys;
    }

    protected final byte[] read(String key, long offset, long length) throws IOException {
        try (InputStream body = store().open(key, offset, length)) {
            return body.readAllBytes();
        }
    }

    protected static Kind kindOf(Throwable thrown) {
        assertThat(thrown).isInstanceOf(StorageException.class);
        return ((StorageException) thrown).kind();
    }

    @Test
    void listsNothingUnderAPrefixThatNothingHas() throws Exception {
        put("a/1");

        assertThat(keys("b/", "")).isEmpty();
        assertThat(keys("a/1/", "")).isEmpty();
        assertThat(keys("a/1/2/3", "")).isEmpty();
    }

    @Test
    void listsAnEmptyContainer() throws Exception {
        assertThat(keys("", "")).isEmpty();
        assertThat(keys("replica/", "")).isEmpty();
    }

    @Test
    void listsInTheOrderOfBytesNotFolders() throws Exception {
        for (String key : List.of("a/x", "a.b", "a-b/c", "a0", "a", "b/c/d", "b/c.d", "B", "b/c-d/e")) {
            if (!key.equals("a")) {
                put(key);
            }
        }

        assertThat(keys("", "")).containsExactly("B", "a-b/c", "a.b", "a/x", "a0", "b/c-d/e", "b/c.d", "b/c/d");
    }

    @Test
    void listsTheFoldersBelowAPrefix() throws Exception {
        for (String key : List.of("a/x", "a.b", "a-b/c", "a0", "b/c/d", "b/c.d", "b/c-d/e/f", "ü s/1")) {
            put(key);
        }

        assertThat(store().folders("")).isEqualTo(new Folders(List.of("a-b/", "a/", "b/", "ü s/"), true));
        assertThat(store().folders("b/")).isEqualTo(new Folders(List.of("b/c-d/", "b/c/"), true));
        assertThat(store().folders("a").keys()).containsExactly("a-b/", "a/");
        assertThat(store().folders("b/c/").keys()).isEmpty();
        assertThat(store().folders("nothing/here/").keys()).isEmpty();
    }

    @Test
    void listsSeveralPrefixes() throws Exception {
        for (String key : List.of("a/1", "a/2", "a/3", "b/1", "c/1")) {
            put(key);
        }
        List<String> a = new ArrayList<>();
        List<String> b = new ArrayList<>();
        List<String> none = new ArrayList<>();

        store().list(List.of(
                new PrefixListing("a/", "a/1", object -> a.add(object.key())),
                new PrefixListing("b/", "", object -> b.add(object.key())),
                new PrefixListing("d/", "", object -> none.add(object.key()))));

        assertThat(a).containsExactly("a/2", "a/3");
        assertThat(b).containsExactly("b/1");
        assertThat(none).isEmpty();
    }

    @Test
    void comparesAPrefixAsText() throws Exception {
        for (String key : List.of("a/b", "a/b1", "a/bc/d", "a/c", "ab", "x/a/b")) {
            if (!key.equals("a/b")) {
                put(key);
            }
        }

        assertThat(keys("a/b", "")).containsExactly("a/b1", "a/bc/d");
        assertThat(keys("a", "")).containsExactly("a/b1", "a/bc/d", "a/c", "ab");
        assertThat(keys("a/b1", "")).containsExactly("a/b1");
    }

    @Test
    void listsOnlyWhatComesAfter() throws Exception {
        for (String key : List.of("r/0/1", "r/0/2", "r/1/1", "r/1.5", "r/9/1", "s")) {
            put(key);
        }

        assertThat(keys("r/", "r/0/1")).containsExactly("r/0/2", "r/1.5", "r/1/1", "r/9/1");
        assertThat(keys("r/", "r/0/15")).containsExactly("r/0/2", "r/1.5", "r/1/1", "r/9/1");
        assertThat(keys("r/", "r/1.5")).containsExactly("r/1/1", "r/9/1");
        assertThat(keys("r/", "r/1/")).containsExactly("r/1/1", "r/9/1");
        assertThat(keys("r/", "r/1/1")).containsExactly("r/9/1");
        assertThat(keys("r/", "r/9/1")).isEmpty();
        assertThat(keys("r/", "z")).isEmpty();
        assertThat(keys("r/", "a")).hasSize(5);
    }

    @Test
    void showsSizeAndTime() throws Exception {
        Instant before = Instant.now().minus(Duration.ofDays(3650));
        put("a/1", new byte[1234]);
        put("a/2", new byte[0]);
        List<StoredObject> objects = new ArrayList<>();

        store().list("a/", "", objects::add);

        assertThat(objects).extracting(StoredObject::size).containsExactly(1234L, 0L);
        assertThat(objects.get(0).modified())
                .isAfter(before)
                .isBefore(Instant.now().plus(Duration.ofDays(3650)));
    }

    @Test
    void stopsWhenTheVisitorHasEnough() throws Exception {
        for (int i = 0; i < 20; i++) {
            put("a/%02d".formatted(i));
        }
        List<String> keys = new ArrayList<>();

        store().list("a/", "", object -> keys.add(object.key()) && keys.size() < 3);

        assertThat(keys).containsExactly("a/00", "a/01", "a/02");
    }

    @Test
    void findsTheFirstObjectBelowAPrefix() throws Exception {
        put("b/2", new byte[2]);
        put("b/1", new byte[3]);
        put("a");

        assertThat(store().first("b/"))
                .hasValueSatisfying(first -> assertThat(first.key()).isEqualTo("b/1"));
        assertThat(store().first("b/2"))
                .hasValueSatisfying(first -> assertThat(first.size()).isEqualTo(2));
        assertThat(store().first("c/")).isEmpty();
    }

    @Test
    void listsMoreThanAThousand() throws Exception {
        List<String> expected =
                IntStream.range(0, 1203).mapToObj("many/%04d"::formatted).toList();
        for (String key : expected) {
            put(key, new byte[1]);
        }

        assertThat(keys("many/", "")).isEqualTo(expected);
        assertThat(keys("many/", "many/1100")).isEqualTo(expected.subList(1101, 1203));
    }

    @Test
    void listsAndReadsKeysWithSpecialCharacters() throws Exception {
        List<String> special =
                List.of("s/a b", "s/a%20b", "s/a&b=c", "s/a+b", "s/a;b,c", "s/a?b#c", "s/~(x)'!*@$", "s/é漢😀");
        for (String key : special) {
            put(key);
        }

        assertThat(keys("s/", "")).containsExactlyInAnyOrderElementsOf(special).isSortedAccordingTo(KeyOrder.UTF_8);
        for (String key : special) {
            assertThat(read(key, 0, key.getBytes(UTF_8).length)).isEqualTo(key.getBytes(UTF_8));
        }
    }

    @Test
    void readsExactlyTheRange() throws Exception {
        put("a", "0123456789".getBytes(UTF_8));

        assertThat(read("a", 0, 10)).asString(UTF_8).isEqualTo("0123456789");
        assertThat(read("a", 0, 1)).asString(UTF_8).isEqualTo("0");
        assertThat(read("a", 3, 4)).asString(UTF_8).isEqualTo("3456");
        assertThat(read("a", 9, 1)).asString(UTF_8).isEqualTo("9");
    }

    @Test
    void readsSingleBytesWithoutSign() throws Exception {
        put("a", new byte[] {(byte) 0xff, 0, (byte) 0x80});

        try (InputStream body = store().open("a", 0, 3)) {
            assertThat(List.of(body.read(), body.read(), body.read(), body.read()))
                    .containsExactly(255, 0, 128, -1);
        }
    }

    @Test
    void readsALargeObject() throws Exception {
        byte[] large = new byte[3_000_017];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >>> 11));
        }
        put("large", large);

        assertThat(read("large", 0, large.length)).isEqualTo(large);
    }

    @Test
    void saysWhenAnObjectIsNotThere() throws Exception {
        put("a/b");
        put("gone");
        delete("gone");

        for (String key : List.of("a/c", "gone", "no/such/key")) {
            assertThatThrownBy(() -> store().open(key, 0, 1))
                    .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.NOT_FOUND))
                    .hasMessageContaining(store().locate(key));
        }
    }

    @Test
    void saysWhenAnObjectIsShorterThanTheRange() throws Exception {
        put("a", new byte[100]);

        for (long[] range : new long[][] {{0, 101}, {50, 51}, {100, 1}, {5000, 10}}) {
            assertThatThrownBy(() -> read("a", range[0], range[1]))
                    .asInstanceOf(InstanceOfAssertFactories.type(StorageException.class))
                    .extracting(StorageException::kind)
                    .isEqualTo(Kind.CHANGED);
        }
    }

    @Test
    void refusesRangesThatCannotBe() throws Exception {
        put("a", new byte[100]);

        for (long[] range : new long[][] {{-1, 1}, {0, 0}, {0, -1}, {Long.MAX_VALUE, 1}}) {
            assertThatThrownBy(() -> store().open("a", range[0], range[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void reportsRequestsAndBytes() throws Exception {
        put("a", new byte[1000]);
        StorageCount one = new StorageCount();
        ObjectStore view = store().withListener(one);

        view.list("", "", object -> true);
        try (InputStream body = view.open("a", 0, 1000)) {
            body.readNBytes(10);
            body.read();
        }
        assertThatThrownBy(() -> view.open("none", 0, 1)).isInstanceOf(StorageException.class);
        view.close();
        read("a", 0, 5);

        assertThat(one.requests()).isEqualTo(3);
        assertThat(one.bytesRead()).isEqualTo(11);
        assertThat(count().requests()).isEqualTo(4);
        assertThat(count().bytesRead()).isEqualTo(16);
    }
}
