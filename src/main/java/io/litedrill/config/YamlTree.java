package io.litedrill.config;

import io.litedrill.config.ConfigProblem.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses text to values, with a limited depth and number. */
final class YamlTree {
    /** The maximum length of a text, in characters. */
    static final int MOST_CHARACTERS = 4 << 20;

    private static final int MOST_DEPTH = 32;
    private static final int MOST_VALUES = 50_000;
    private static final int MOST_ALIASES = 1_000;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(true)
            .setCodePointLimit(MOST_CHARACTERS)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setSchema(new CoreSchema())
            .setUseMarks(true)
            .build();

    private final Path file;
    private final SourceText source;
    private final int[] offsets;
    private int values;

    private YamlTree(Path file, SourceText source) {
        this.file = file;
        this.source = source;
        this.offsets = offsets(source.text());
    }

    /**
     * Reads the first document of a file.
     *
     * @return empty for a file without content
     * @throws ConfigException when the file is not YAML, or larger than any configuration needs
     */
    static Optional<Value> read(Path file, SourceText source) throws ConfigException {
        YamlTree tree = new YamlTree(file, source);
        try {
            tree.refuseExcess();
            Iterator<Node> documents =
                    new Compose(SETTINGS).composeAllFromString(source.text()).iterator();
            return documents.hasNext() ? Optional.of(tree.value(documents.next(), 0, 0)) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            throw tree.refusal(e);
        } catch (YamlEngineException e) {
            throw tree.refusal(Place.START, "must be YAML (" + e.getMessage() + ")");
        }
    }

    /**
     * Rejects excessive input before it is composed. The library composes by recursion, so that a deep file ends in a
     * stack overflow; its parser does not. It is slow as well, so the limits are checked before all of the file is
     * parsed.
     */
    private void refuseExcess() throws ConfigException {
        int depth = 0;
        int count = 0;
        for (Event event : new Parse(SETTINGS).parseString(source.text())) {
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                case Scalar -> count++;
                default -> {}
            }
            if (depth > MOST_DEPTH) {
                throw refusal(place(event.getStartMark()), "must be nested no more than " + MOST_DEPTH + " deep");
            }
            if (count > MOST_VALUES) {
                throw tooMany(place(event.getStartMark()));
            }
        }
    }

    private ConfigException tooMany(Place place) {
        return refusal(place, "must hold no more than " + MOST_VALUES + " values, and none that holds itself");
    }

    private Value value(Node node, int keyEnd, int depth) throws ConfigException {
        values++;
        // an alias is written once but counts at each use, because it is read at each use
        if (values > MOST_VALUES || depth > MOST_DEPTH) {
            throw tooMany(place(node.getStartMark()));
        }
        if (node instanceof MappingNode mapping) {
            return entries(mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, offset(item.getStartMark()), depth + 1));
            }
            return new Value.Items(place(node.getStartMark()), items);
        }
        return scalar((ScalarNode) node, keyEnd);
    }

    private Value entries(MappingNode mapping, int depth) throws ConfigException {
        List<Value.Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            entries.add(new Value.Entry(
                    name, place(key.getStartMark()), value(tuple.getValueNode(), offset(key.getEndMark()), depth + 1)));
        }
        return new Value.Entries(place(mapping.getStartMark()), entries);
    }

    private Value.Scalar scalar(ScalarNode node, int keyEnd) {
        int end = Math.max(offset(node.getEndMark()), endOfBlank(keyEnd));
        int start = Math.min(offset(node.getStartMark()), end);
        return new Value.Scalar(
                place(node.getStartMark()),
                node.getValue(),
                form(node),
                source.unset(Math.min(keyEnd, start), end),
                source.isSubstituted(start, end));
    }

    /**
     * Returns the end of a blank value. A variable replaced by the empty text leaves a value that ends with its key,
     * before the blanks.
     */
    private int endOfBlank(int keyEnd) {
        int end = keyEnd;
        while (end < source.text().length() && ": \t\"'".indexOf(source.text().charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static Value.Form form(ScalarNode node) {
        // the library gives a value that is only ${NAME} its own tag
        if (!node.getTag().getValue().startsWith(Tag.PREFIX) && !node.getTag().equals(Tag.ENV_TAG)) {
            return Value.Form.TAGGED;
        }
        if (node.getTag().equals(Tag.NULL)) {
            return Value.Form.NULL;
        }
        return node.isPlain() ? Value.Form.PLAIN : Value.Form.QUOTED;
    }

    private ConfigException refusal(MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        // the name of an alias or a tag may be a secret that begins with * or !
        String problem = e.getProblem().replaceFirst("(?s)(alias|anchor|tag handle) .*", "$1");
        String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ": ";
        String hint = problem.startsWith("expected a comment or a line break")
                ? "; a value that begins with > or | goes in quotes"
                : problem.endsWith("alias") ? "; a value that begins with * goes in quotes" : "";
        return refusal(place(mark), "must be YAML (" + context + problem + hint + ")");
    }

    private ConfigException refusal(Place place, String expectation) {
        return new ConfigException(List.of(new ConfigProblem(file, place, "", expectation, "")));
    }

    private Place place(Optional<Mark> mark) {
        return source.place(offset(mark));
    }

    /** Returns an offset in characters. The library counts code points, which differ from characters beyond U+FFFF. */
    private int offset(Optional<Mark> mark) {
        int index = mark.map(Mark::getIndex).orElse(0);
        if (offsets.length == 0) {
            return Math.min(index, source.text().length());
        }
        return offsets[Math.min(index, offsets.length - 1)];
    }

    private static int[] offsets(String text) {
        int count = text.codePointCount(0, text.length());
        if (count == text.length()) {
            return new int[0];
        }
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = offsets[i] + Character.charCount(text.codePointAt(offsets[i]));
        }
        return offsets;
    }
}
