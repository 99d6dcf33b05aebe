package org.unrolled.synthetic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.nd4j.common.base.Preconditions;
import org.unrolled.files.Resource;

/**
 * A probabilistic context-free grammar over characters, with rules that take arguments.
 *
 * <p>The format, as in {@code stories.grammar}: a line without indent names a rule and its arguments, the indented lines
 * below are its alternatives, each with a whole-number weight in round brackets. {@code <Rule argument>} calls a rule,
 * {@code $x} stands for an argument, {@code \n} is a new line, {@code _} inside an argument is a space and {@code <>} is
 * nothing. {@code #} starts a comment line.
 */
public final class Grammar {
    /** What an alternative is made of. */
    sealed interface Part {
        /** Characters that are written as they stand. */
        record Literal(String text) implements Part { }

        /** A call of another rule. */
        record Call(Symbol symbol) implements Part { }
    }

    /** One way to expand a symbol; its probability is the weight over the symbol's total weight. */
    record Alternative(int weight, List<Part> parts) { }

    /** A rule with its arguments filled in. */
    static final class Symbol {
        private final String key;
        private final List<Alternative> alternatives = new ArrayList<>();
        private int totalWeight;

        private Symbol(String key) {
            this.key = key;
        }

        List<Alternative> alternatives() {
            return alternatives;
        }

        int totalWeight() {
            return totalWeight;
        }

        double probability(Alternative alternative) {
            return (double) alternative.weight() / totalWeight;
        }

        @Override
        public String toString() {
            return '<' + key + '>';
        }
    }

    private record Template(int weight, String body) { }

    private record Rule(String name, List<String> arguments, List<Template> templates) { }

    private static final Pattern WEIGHT = Pattern.compile("\\((\\d+)\\) ");
    private static final int MOST_SYMBOLS = 200_000;

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, Symbol> symbols = new HashMap<>();
    private final List<Symbol> calledFirst = new ArrayList<>();
    private final Set<Rule> used = new LinkedHashSet<>();
    private final Symbol start;

    private Grammar(String source) {
        read(source);
        Preconditions.checkArgument(!rules.isEmpty(), "the grammar has no rule: write a rule's name at the start of a line");
        start = symbol(rules.values().iterator().next().name());
        for (var rule : rules.values()) {
            if (!used.contains(rule)) {
                throw new IllegalArgumentException("rule '" + rule.name() + " " + String.join(" ", rule.arguments())
                        + "' cannot be reached from '" + start.key + "': remove it or call it");
            }
        }
    }

    /** Reads a grammar; the first rule is the start. Refuses rules that are missing, given twice or unused, and weights of 0. */
    public static Grammar parse(String source) {
        return new Grammar(source);
    }

    /** The grammar of the embedded stories. */
    public static Grammar stories() {
        return parse(Resource.text(Grammar.class, "stories.grammar"));
    }

    Symbol start() {
        return start;
    }

    /** All symbols that the start can reach, each after those that it calls, as far as recursion allows. */
    List<Symbol> symbols() {
        return List.copyOf(calledFirst);
    }

    private void read(String source) {
        Rule rule = null;
        int number = 0;
        for (var line : source.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("  ")) {
                Preconditions.checkArgument(rule != null, "line %s is an alternative without a rule above it", number);
                rule.templates().add(template(line.substring(2).stripTrailing(), number));
            } else {
                rule = head(line.strip(), number);
            }
        }
        for (var each : rules.values()) {
            Preconditions.checkArgument(!each.templates().isEmpty(), "rule '%s' has no alternatives", each.name());
        }
    }

    private Rule head(String head, int number) {
        // A name may have several words; arguments start at the first $ or, for a fixed argument, are part of the name.
        var firstVariable = head.indexOf('$');
        var name = firstVariable < 0 ? head : head.substring(0, firstVariable).strip();
        var arguments = firstVariable < 0 ? List.<String>of() : List.of(head.substring(firstVariable).split(" +"));
        var rule = new Rule(name, arguments, new ArrayList<>());
        Preconditions.checkArgument(rules.put(name + "/" + arguments.size(), rule) == null,
                "line %s: rule '%s' stands there twice", number, head);
        return rule;
    }

    private static Template template(String line, int number) {
        var weight = WEIGHT.matcher(line);
        if (!weight.lookingAt()) {
            return new Template(1, line);
        }
        int value = Integer.parseInt(weight.group(1));
        Preconditions.checkArgument(value != 0, "line %s: a weight must be at least 1", number);
        return new Template(value, line.substring(weight.end()));
    }

    private Symbol symbol(String key) {
        var known = symbols.get(key);
        if (known != null) {
            return known;
        }
        Preconditions.checkArgument(symbols.size() != MOST_SYMBOLS, "the rules expand to more than %s symbols", MOST_SYMBOLS);
        var symbol = new Symbol(key);
        symbols.put(key, symbol);
        var words = List.of(key.split(" "));
        for (int arguments = 0; arguments < words.size(); arguments++) {
            int nameLength = words.size() - arguments;
            var rule = rules.get(String.join(" ", words.subList(0, nameLength)) + "/" + arguments);
            if (rule != null) {
                used.add(rule);
                expand(symbol, rule, words.subList(nameLength, words.size()));
                calledFirst.add(symbol);
                return symbol;
            }
        }
        throw new IllegalArgumentException("no rule fits <" + key + ">: add one with that name and so many arguments");
    }

    private void expand(Symbol symbol, Rule rule, List<String> values) {
        for (var template : rule.templates()) {
            var body = template.body();
            for (int i = 0; i < values.size(); i++) {
                body = body.replaceAll(Pattern.quote(rule.arguments().get(i)) + "\\b", values.get(i));
            }
            symbol.alternatives.add(new Alternative(template.weight(), parts(body)));
            symbol.totalWeight += template.weight();
        }
    }

    private List<Part> parts(String body) {
        var parts = new ArrayList<Part>();
        int at = 0;
        while (at < body.length()) {
            int open = body.indexOf('<', at);
            var literal = body.substring(at, open < 0 ? body.length() : open);
            if (!literal.isEmpty()) {
                parts.add(new Part.Literal(literal.replace("\\n", "\n").replace('_', ' ')));
            }
            if (open < 0) {
                break;
            }
            int close = body.indexOf('>', open);
            Preconditions.checkArgument(close >= 0, "'%s' opens a call with < that no > closes", body);
            if (close > open + 1) {
                parts.add(new Part.Call(symbol(body.substring(open + 1, close))));
            }
            at = close + 1;
        }
        return List.copyOf(parts);
    }
}
