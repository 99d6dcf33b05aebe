package org.unrolled.bilingual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The words of the pairs; the head of {@code words.lexicon} explains the format. */
final class Lexicon {
    /** A word that some languages may lack. */
    interface Entry {
        /** Whether the language has a plain word for it. */
        boolean has(Language language);

        /** Whether it belongs to the small lexicon of the simple levels. */
        boolean core();
    }

    private static Lexicon embedded;

    private final Map<String, List<Line>> sections = new LinkedHashMap<>();
    private final Map<String, List<String>> germanForms = new HashMap<>();
    private final Map<String, List<String>> frenchForms = new HashMap<>();
    private final List<Noun> nouns = new ArrayList<>();
    private final List<Verb> verbs = new ArrayList<>();
    private final List<Adjective> adjectives = new ArrayList<>();
    private final List<Modal> modals = new ArrayList<>();
    private final List<FunctionWord> compounds = new ArrayList<>();
    private final List<FunctionWord> prepositions = new ArrayList<>();
    private final List<FunctionWord> adverbs = new ArrayList<>();
    private final List<FunctionWord> conjunctions = new ArrayList<>();

    private record Line(int number, boolean core, List<String> columns) {
        String at(int column) {
            return column < columns.size() ? columns.get(column) : "";
        }
    }

    /** @throws IllegalArgumentException naming the line that can't be read */
    Lexicon(String source) {
        split(source);
        each("german present", line -> {
            var forms = new ArrayList<>(List.of(line.at(1).split(" ")));
            if (!line.at(2).isEmpty()) {
                forms.add(line.at(2));
            }
            germanForms.put(line.at(0), List.copyOf(forms));
        });
        each("french verbs", line -> {
            var forms = new ArrayList<>(List.of(line.at(1).split(" ")));
            forms.add(line.at(2));
            forms.add(line.at(3));
            frenchForms.put(line.at(0), List.copyOf(forms));
        });
        each("nouns", line -> nouns.add(noun(line)));
        each("adjectives", line -> adjectives.add(new Adjective(classes(line.at(0)), line.core(),
                EnglishAdjective.parse(line.at(1)), GermanAdjective.parse(line.at(2)),
                isNone(line.at(3)) ? null : FrenchAdjective.parse(line.at(3)))));
        each("modals", line -> modals.add(modal(line)));
        each("compounds", line -> compounds.add(function(line, List.copyOf(classes(line.at(0))))));
        each("prepositions", line -> prepositions.add(preposition(line)));
        each("adverbs", line -> adverbs.add(function(line, List.of(line.at(0).split(" +")))));
        each("conjunctions", line -> conjunctions.add(function(line, List.of(line.at(0)))));
        for (var frame : Verb.Frame.values()) {
            each("verbs " + frame.name().toLowerCase(Locale.ROOT), line -> verbs.add(verb(frame, line)));
        }
        if (!sections.isEmpty()) {
            throw new IllegalArgumentException("the lexicon has unknown sections " + sections.keySet());
        }
    }

    /** The project's own lexicon, read once. */
    static synchronized Lexicon embedded() {
        if (embedded == null) {
            try (var in = Lexicon.class.getResourceAsStream("words.lexicon")) {
                if (in == null) {
                    throw new IllegalStateException("words.lexicon is not on the class path: build the project again");
                }
                embedded = new Lexicon(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return embedded;
    }

    List<Noun> nouns() {
        return nouns;
    }

    List<Verb> verbs() {
        return verbs;
    }

    List<Adjective> adjectives() {
        return adjectives;
    }

    List<Modal> modals() {
        return modals;
    }

    List<FunctionWord> compounds() {
        return compounds;
    }

    List<FunctionWord> prepositions() {
        return prepositions;
    }

    List<FunctionWord> adverbs() {
        return adverbs;
    }

    List<FunctionWord> conjunctions() {
        return conjunctions;
    }

    private void split(String source) {
        List<Line> section = null;
        int number = 0;
        for (var line : source.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                section = new ArrayList<>();
                sections.put(line.substring(1, line.indexOf(']')), section);
            } else if (section == null) {
                throw new IllegalArgumentException("line " + number + " stands before the first [section]");
            } else {
                boolean core = line.startsWith("*");
                var columns = Arrays.stream(line.substring(core ? 1 : 0).split("\\|")).map(String::strip).toList();
                section.add(new Line(number, core, columns));
            }
        }
    }

    private void each(String section, java.util.function.Consumer<Line> reader) {
        for (var line : sections.getOrDefault(section, List.of())) {
            try {
                reader.accept(line);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("line " + line.number() + " of [" + section + "] "
                        + String.join(" | ", line.columns()) + ": " + e.getMessage(), e);
            }
        }
        sections.remove(section);
    }

    private static Noun noun(Line line) {
        var where = line.at(4).split(" ");
        return new Noun(classes(line.at(0)), line.core(), EnglishNoun.parse(line.at(1)), GermanNoun.parse(line.at(2)),
                isNone(line.at(3)) ? null : FrenchNoun.parse(line.at(3)), where[0], where.length > 1 ? where[1] : "");
    }

    private Verb verb(Verb.Frame frame, Line line) {
        var arguments = line.at(0).split(" *> *");
        return new Verb(frame, line.core(), classes(arguments[0]), arguments.length > 1 ? classes(arguments[1]) : Set.of(),
                isNone(line.at(1)) ? null : EnglishVerb.parse(line.at(1)),
                isNone(line.at(2)) ? null : GermanVerb.parse(line.at(2), germanForms),
                isNone(line.at(3)) ? null : FrenchVerb.parse(line.at(3), frenchForms));
    }

    private Modal modal(Line line) {
        var english = line.at(1).split(" ");
        return new Modal(line.at(0), line.core(), english[0].replace('+', ' '),
                isNone(english[1]) ? "" : english[1].replace('+', ' '), GermanVerb.parse(line.at(2), germanForms),
                isNone(line.at(3)) ? null : FrenchVerb.parse(line.at(3), frenchForms));
    }

    private static FunctionWord function(Line line, List<String> use) {
        return new FunctionWord(line.at(1).replace('+', ' '), use, line.core(),
                List.of(parts(line.at(1)), parts(line.at(2)), parts(line.at(3))), null);
    }

    private static FunctionWord preposition(Line line) {
        var german = line.at(2).split(" ");
        return new FunctionWord(line.at(0), List.of(), true,
                List.of(parts(line.at(1)), parts(german[0]), parts(line.at(3))), Case.of(german[1]));
    }

    private static List<FunctionWord.Part> parts(String text) {
        if (isNone(text)) {
            return List.of();
        }
        return Arrays.stream(text.split("[ +]+")).map(word -> {
            int slash = word.indexOf('/');
            return slash < 0 ? new FunctionWord.Part(word, 1)
                    : new FunctionWord.Part(word.substring(0, slash), Integer.parseInt(word.substring(slash + 1)));
        }).toList();
    }

    private static Set<String> classes(String text) {
        return new TreeSet<>(List.of(text.split("\\+")));
    }

    private static boolean isNone(String text) {
        return text.equals("-");
    }
}
