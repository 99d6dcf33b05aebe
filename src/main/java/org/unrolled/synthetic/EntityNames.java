package org.unrolled.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of the tagged sentences, as rules of a {@link Grammar}. Every fourth name of a kind is held out: training
 * sentences never have it, test sentences take it for half of their names. Within each part the frequency of a name falls with
 * its rank as in Mandelbrot's form of Zipf's law, so that some names are common and many occur once or twice.
 */
final class EntityNames {
    /** The kinds of names; each is a rule of the grammar. */
    enum Kind {
        /** First names, of persons only. */
        FIRST("first", words("Anna Emil Clara Tom Ruth Oskar Mina Ben Ella Max Nora Jan Ida Paul Lena Hugo Maya Otto Vera Felix "
                + "Greta Simon Alma Leon Marta Karl Sonja Ivan Rita Boris Olga Viktor Nadia Omar Leila Hassan Amira Kenji Yuki "
                + "Ravi Priya Anil Carmen Diego Elena Pablo Ines Mateo"),
                words("Al Mar Jo El Ro Vi Se Da Ka Li"), words("nette mina dian reko smir nela lrik sha")),
        /** Family names, of persons and, with a word behind them, of firms. */
        SURNAME("surname", words("Berg Keller Novak Rossi Moreau Jansen Larsen Nowak Horvat Silva Costa Ortega Ricci Weber Vogel "
                + "Kaiser Lindgren Nielsen Dahl Haas Petrov Ivanova Popov Sato Tanaka Mori Gupta Mehta Rao Haddad Nasser Aziz "
                + "Okafor Mensah Diallo Traore Kowalski Szabo Nagy Ferrari"),
                words("Lind Hol Kar Bau Stein Fer Bor Gal Mon Var"), words("man sen ski ez ov etti berger quist")),
        /** Places that are nothing else. */
        PLACE("place", words("London Oslo Cairo Berlin Madrid Vienna Prague Lisbon Athens Dublin Warsaw Budapest Zurich Munich "
                + "Hamburg Naples Seville Porto Kyoto Osaka Mumbai Delhi Lagos Accra Nairobi Tunis Algiers Beirut Ankara Izmir "
                + "Tehran Baghdad Lima Quito Bogota Havana Toronto Ottawa Boston Chicago Denver Seattle Perth Helsinki"),
                words("Bel Kar Tor Val Zag Nor Mira Sol Ost Rav"), words("grad ona burg stad aki anta polis ika")),
        /** Names of persons, places and organisations alike; the well-known ones come first and are never held out. */
        SHARED("shared", WellKnown.NAMES, words("Ash Brad Cran Dun East Fair Glen Hart Kirk Lang Marl New Oak Pen Ray Stan Thorn "
                + "Whit Win Alder Beck Cold Dray Elm Farn Gale Hazel Ingle Kel"),
                words("ford ley ton field wood well ham bury worth by stead combe ridge mere"));

        private final String rule;
        private final List<String> names;

        /** First the common names, then all that can be made of a beginning and an ending. */
        Kind(String rule, List<String> common, List<String> beginnings, List<String> endings) {
            this.rule = rule;
            var all = new ArrayList<>(common);
            // The ending changes slowest, so that held-out names have the same beginnings and endings as the others.
            for (var ending : endings) {
                beginnings.forEach(beginning -> all.add(beginning + ending));
            }
            names = List.copyOf(all);
        }

        List<String> names() {
            return names;
        }

        List<String> heldOut() {
            return part(true);
        }

        List<String> known() {
            return part(false);
        }

        private List<String> part(boolean heldOut) {
            return IntStream.range(0, names.size())
                    .filter(i -> (i % HELD_OUT_EVERY == HELD_OUT_EVERY - 1 && i >= firstHeldOut()) == heldOut)
                    .mapToObj(names::get).toList();
        }

        private int firstHeldOut() {
            return this == SHARED ? WellKnown.NAMES.size() : 0;
        }
    }

    private static final int HELD_OUT_EVERY = 4;
    private static final int ZIPF = 600;
    private static final int FLATTER = 5;
    private static final int FIRST_YEAR = 1980;
    private static final int LAST_YEAR = 2024;

    /** Held apart, since an enum's constants are made before the class's own fields. */
    private static final class WellKnown {
        static final List<String> NAMES = words("Lincoln Washington Florence Jordan Sydney Austin Georgia Chelsea Houston "
                + "Hamilton Madison Jackson Victoria Chester Kent Preston Warwick Douglas Paris Dallas");
    }

    private EntityNames() { }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    /** The rules {@code first}, {@code surname}, {@code place}, {@code shared}, {@code day} and {@code year}. */
    static String rules(boolean test) {
        var rules = new StringBuilder();
        for (var kind : Kind.values()) {
            rules.append("%1$s\n  <known%1$s>\n".formatted(kind.rule));
            if (test) {
                rules.append("  <new%s>\n".formatted(kind.rule));
                append(rules, "new" + kind.rule, kind.heldOut());
            }
            append(rules, "known" + kind.rule, kind.known());
        }
        rules.append("day\n");
        IntStream.rangeClosed(1, 28).forEach(day -> rules.append("  ").append(day).append('\n'));
        rules.append("year\n");
        IntStream.rangeClosed(FIRST_YEAR, LAST_YEAR).forEach(year -> rules.append("  ").append(year).append('\n'));
        return rules.toString();
    }

    private static void append(StringBuilder rules, String rule, List<String> names) {
        rules.append(rule).append('\n');
        for (int rank = 1; rank <= names.size(); rank++) {
            rules.append("  (").append(Math.max(1, ZIPF / (rank + FLATTER))).append(") ").append(names.get(rank - 1)).append('\n');
        }
    }
}
