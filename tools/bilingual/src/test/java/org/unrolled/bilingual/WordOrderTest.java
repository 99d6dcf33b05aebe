package org.unrolled.bilingual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unrolled.bilingual.Phrase.Adverbial;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Dependent;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Elided;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;
import org.unrolled.bilingual.Phrase.Tense;
import org.unrolled.bilingual.Phrase.Who;

/** One tree, three sentences, each written out by hand. */
class WordOrderTest {
    private final Lexicon lexicon = Lexicon.embedded();
    private final Writers writers = new Writers(lexicon);
    private int id;

    @Test
    void theFiniteVerbStandsSecondInAGermanMainClause() {
        var clause = new Draft("buy", Tense.PAST).subject(the("man")).object(a("book")).time("yesterday");
        assertSentences(clause.build(), "the man bought a book yesterday .", "der Mann kaufte gestern ein Buch .",
                "l' homme a acheté un livre hier .");
        assertSentences(clause.front(Role.TIME).build(), "yesterday the man bought a book .",
                "gestern kaufte der Mann ein Buch .", "hier , l' homme a acheté un livre .");
    }

    @Test
    void theRestOfTheVerbStandsAtTheEnd() {
        assertSentences(new Draft("read", Tense.FUTURE).subject(the("woman")).object(the("letter")).build(),
                "the woman will read the letter .", "die Frau wird den Brief lesen .", "la femme lira la lettre .");
        assertSentences(new Draft("read", Tense.PERFECT).subject(pronoun(Who.I)).object(the("letter")).often("often").build(),
                "I have often read the letter .", "ich habe oft den Brief gelesen .", "j' ai souvent lu la lettre .");
        assertSentences(new Draft("eat", Tense.HABIT).modal("must").subject(the("child")).object(the("apple")).build(),
                "the child must eat the apple .", "das Kind muss den Apfel essen .", "l' enfant doit manger la pomme .");
    }

    @Test
    void separableVerbsGoApartAndComeTogether() {
        var leave = new Draft("get up", Tense.PRESENT).subject(the("farmer"));
        assertSentences(leave.build(), "the farmer is getting up .", "der Bauer steht auf .", "le paysan se lève .");
        var because = new Draft("sleep", Tense.PRESENT).subject(the("cat")).dependent(Role.SUBORDINATE, "because", leave.build());
        assertSentences(because.build(), "the cat is sleeping because the farmer is getting up .",
                "die Katze schläft , weil der Bauer aufsteht .", "le chat dort parce que le paysan se lève .");
        var subject = the("student");
        var invite = new Draft("invite", Tense.HABIT).subject(new Elided(subject)).object(pronoun(Who.SHE)).build();
        assertSentences(new Draft("try", Tense.PAST).subject(subject).dependent(Role.INFINITIVE, null, invite).build(),
                "the student tried to invite her .", "der Student versuchte , sie einzuladen .",
                "l' étudiant a essayé de l' inviter .");
    }

    @Test
    void subordinateClausesEndWithTheFiniteVerb() {
        var inner = new Draft("see", Tense.PLUPERFECT).subject(the("king")).object(the("dog")).build();
        assertSentences(new Draft("say", Tense.PAST).subject(the("queen")).dependent(Role.THAT, "that", inner).build(),
                "the queen said that the king had seen the dog .", "die Königin sagte , dass der König den Hund gesehen hatte .",
                "la reine a dit que le roi avait vu le chien .");
        var first = new Draft("laugh", Tense.PAST).subject(the("boy")).front(Role.SUBORDINATE)
                .dependent(Role.SUBORDINATE, "when", new Draft("come", Tense.PAST).subject(pronoun(Who.HE))
                        .part(Role.DIRECTION, in("to", the("school"))).build());
        assertSentences(first.build(), "when he came to the school , the boy laughed .",
                "als er zur Schule kam , lachte der Junge .", "quand il est venu à l' école , le garçon a ri .");
    }

    @Test
    void relativeClausesAgreeWithTheirHead() {
        var flower = the("flower");
        var relative = new Draft("buy", Tense.PAST).subject(the("mother")).object(new Gap(++id, flower)).build();
        assertSentences(new Draft("be", Tense.PRESENT).subject(with(flower, relative)).part(Role.PREDICATE, adjective("red")).build(),
                "the flower that the mother bought is red .", "die Blume , die die Mutter kaufte , ist rot .",
                "la fleur que la mère a achetée est rouge .");
        var man = the("man");
        var helped = new Draft("help", Tense.PAST).subject(the("neighbour")).object(new Gap(++id, man)).build();
        assertSentences(new Draft("laugh", Tense.PRESENT).subject(with(man, helped)).build(),
                "the man that the neighbour helped is laughing .", "der Mann , dem der Nachbar half , lacht .",
                "l' homme que le voisin a aidé rit .");
    }

    @Test
    void negationIsKeinWithAnIndefiniteObject() {
        assertSentences(new Draft("buy", Tense.PRESENT).subject(the("woman")).object(a("car")).not().build(),
                "the woman is not buying a car .", "die Frau kauft kein Auto .", "la femme n' achète pas de voiture .");
        assertSentences(new Draft("know", Tense.PRESENT).subject(the("woman")).object(the("doctor")).not().build(),
                "the woman does not know the doctor .", "die Frau kennt den Arzt nicht .",
                "la femme ne connaît pas le médecin .");
    }

    @Test
    void germanAsksForTheDativeWhereEnglishSaysTo() {
        assertSentences(new Draft("give", Tense.PAST).subject(pronoun(Who.WE)).object(the("key")).part(Role.RECIPIENT, the("girl"))
                .build(), "we gave the key to the girl .", "wir gaben dem Mädchen den Schlüssel .",
                "nous avons donné la clé à la fille .");
        assertSentences(new Draft("help", Tense.PRESENT).subject(the("child")).object(pronoun(Who.HE)).build(),
                "the child is helping him .", "das Kind hilft ihm .", "l' enfant l' aide .");
        assertSentences(new Draft("answer", Tense.PAST).subject(the("judge")).object(pronoun(Who.SHE)).build(),
                "the judge answered her .", "der Richter antwortete ihr .", "le juge lui a répondu .");
    }

    @Test
    void prepositionsMergeWithTheArticle() {
        assertSentences(new Draft("sleep", Tense.PRESENT).subject(the("dog")).part(Role.LOCATION, in("in", the("garden"))).build(),
                "the dog is sleeping in the garden .", "der Hund schläft im Garten .", "le chien dort dans le jardin .");
        assertSentences(new Draft("go", Tense.PAST).subject(the("woman")).part(Role.DIRECTION, in("to", the("station"))).build(),
                "the woman went to the station .", "die Frau ging zum Bahnhof .", "la femme est allée à la gare .");
        assertSentences(new Draft("think", "of", Tense.PRESENT).subject(pronoun(Who.I)).part(Role.ARGUMENT, the("hero")).build(),
                "I am thinking of the hero .", "ich denke an den Helden .", "je pense au héros .");
    }

    @Test
    void thePassiveHasTheObjectAsItsSubject() {
        var clause = new Draft("buy", Tense.PAST).subject(the("house")).part(Role.AGENT, in("by", the("baker"))).passive();
        assertSentences(clause.build(), "the house was bought by the baker .", "das Haus wurde vom Bäcker gekauft .",
                "la maison a été achetée par le boulanger .");
    }

    @Test
    void questionsBeginWithTheVerb() {
        var clause = new Draft("love", Tense.PAST).subject(pronoun(Who.SHE)).object(the("king")).build();
        var question = new Sentence(List.of(clause), List.of(), true);
        assertEquals("did she love the king ?", text(Language.ENGLISH, question));
        assertEquals("liebte sie den König ?", text(Language.GERMAN, question));
        assertEquals("est-ce qu' elle aimait le roi ?", text(Language.FRENCH, question));
    }

    @Test
    void aPronounTakesTheGenderOfItsNounInEachLanguage() {
        var key = the("key");
        var subject = the("man");
        var first = new Draft("find", Tense.PAST).subject(subject).object(key).build();
        var second = new Draft("hide", Tense.PAST).subject(new Elided(subject)).object(new Pronoun(++id, Who.IT, key)).build();
        var and = lexicon.conjunctions().stream().filter(word -> word.name().equals("and")).findFirst().orElseThrow();
        var sentence = new Sentence(List.of(first, second), List.of(and), false);
        assertEquals("the man found the key and hid it .", text(Language.ENGLISH, sentence));
        assertEquals("der Mann fand den Schlüssel und versteckte ihn .", text(Language.GERMAN, sentence));
        assertEquals("l' homme a trouvé la clé et l' a cachée .", text(Language.FRENCH, sentence));
    }

    /** The three declensions of the German adjective, as grammars list them. */
    @ParameterizedTest
    @CsvSource({
        "DEFINITE,coat,der alte Mantel,den alten Mantel,dem alten Mantel,des alten Mantels",
        "DEFINITE,bag,die alte Tasche,die alte Tasche,der alten Tasche,der alten Tasche",
        "DEFINITE,book,das alte Buch,das alte Buch,dem alten Buch,des alten Buches",
        "INDEFINITE,coat,ein alter Mantel,einen alten Mantel,einem alten Mantel,eines alten Mantels",
        "INDEFINITE,bag,eine alte Tasche,eine alte Tasche,einer alten Tasche,einer alten Tasche",
        "INDEFINITE,book,ein altes Buch,ein altes Buch,einem alten Buch,eines alten Buches",
        "THIS,coat,dieser alte Mantel,diesen alten Mantel,diesem alten Mantel,dieses alten Mantels",
        "OUR,book,unser altes Buch,unser altes Buch,unserem alten Buch,unseres alten Buches",
        "NONE,wine,alter Wein,alten Wein,altem Wein,alten Weines",
        "NONE,milk,alte Milch,alte Milch,alter Milch,alter Milch",
        "NONE,water,altes Wasser,altes Wasser,altem Wasser,alten Wassers",
    })
    void adjectiveEndingsFollowTheArticle(String determiner, String word, String nominative, String accusative, String dative,
                                          String genitive) {
        var nominal = phrase(word, Determiner.valueOf(determiner), false, List.of((Attribute) adjective("old")));
        var nouns = new GermanNouns(new German(lexicon));
        var forms = new ArrayList<String>();
        for (var role : Case.values()) {
            forms.add(text(nouns.write(nominal, role, null).tidy()));
        }
        assertEquals(List.of(nominative, accusative, dative, genitive), forms);
    }

    @ParameterizedTest
    @CsvSource({"DEFINITE,die alten Bücher,den alten Büchern,der alten Bücher", "NONE,alte Bücher,alten Büchern,alter Bücher",
        "MY,meine alten Bücher,meinen alten Büchern,meiner alten Bücher", "TWO,zwei alte Bücher,zwei alten Büchern,zwei alter Bücher",
        "MANY,viele alte Bücher,vielen alten Büchern,vieler alter Bücher"})
    void adjectiveEndingsInThePlural(String determiner, String nominative, String dative, String genitive) {
        var nominal = phrase("book", Determiner.valueOf(determiner), true, List.of((Attribute) adjective("old")));
        var nouns = new GermanNouns(new German(lexicon));
        assertEquals(List.of(nominative, dative, genitive), List.of(text(nouns.write(nominal, Case.NOMINATIVE, null).tidy()),
                text(nouns.write(nominal, Case.DATIVE, null).tidy()), text(nouns.write(nominal, Case.GENITIVE, null).tidy())));
    }

    private void assertSentences(Clause clause, String english, String german, String french) {
        var sentence = new Sentence(List.of(clause), List.of(), false);
        assertEquals(List.of(english, german, french), List.of(text(Language.ENGLISH, sentence), text(Language.GERMAN, sentence),
                text(Language.FRENCH, sentence)));
    }

    private String text(Language language, Sentence sentence) {
        return text(writers.of(language).write(sentence));
    }

    private static String text(List<Token> tokens) {
        return String.join(" ", tokens.stream().map(Token::text).toList());
    }

    private Nominal the(String noun) {
        return phrase(noun, Determiner.DEFINITE, false, List.of());
    }

    private Nominal a(String noun) {
        return phrase(noun, Determiner.INDEFINITE, false, List.of());
    }

    private Nominal phrase(String word, Determiner determiner, boolean plural, List<Attribute> attributes) {
        var noun = lexicon.nouns().stream().filter(each -> each.english().singular().equals(word)).findFirst().orElseThrow();
        return new Nominal(++id, noun, null, plural, determiner, attributes, null, null, null);
    }

    private static Nominal with(Nominal head, Clause relative) {
        return new Nominal(head.id(), head.noun(), null, head.plural(), head.determiner(), head.attributes(), null, null, relative);
    }

    private Pronoun pronoun(Who who) {
        return new Pronoun(++id, who, null);
    }

    private Phrase adjective(String word) {
        var adjective = lexicon.adjectives().stream().filter(each -> each.english().base().equals(word)).findFirst().orElseThrow();
        return new Attribute(++id, adjective, Degree.POSITIVE, null);
    }

    private Prepositional in(String preposition, NounPhrase noun) {
        var word = lexicon.prepositions().stream().filter(each -> each.name().equals(preposition)).findFirst().orElseThrow();
        return new Prepositional(++id, word, noun);
    }

    /** A clause as a test writes it down. */
    private final class Draft {
        private final Verb verb;
        private final Tense tense;
        private final Map<Role, Phrase> parts = new EnumMap<>(Role.class);
        private Modal modal;
        private boolean negative;
        private boolean passive;
        private Role front;

        Draft(String verb, Tense tense) {
            this(verb, "", tense);
        }

        Draft(String verb, String preposition, Tense tense) {
            this.verb = lexicon.verbs().stream().filter(each -> each.english() != null
                    && (each.english().base() + " " + each.english().particle()).strip().equals(verb)
                    && each.english().preposition().equals(preposition)).findFirst().orElseThrow();
            this.tense = tense;
        }

        Draft part(Role role, Phrase phrase) {
            parts.put(role, phrase);
            return this;
        }

        Draft subject(NounPhrase phrase) {
            return part(Role.SUBJECT, phrase);
        }

        Draft object(NounPhrase phrase) {
            return part(Role.OBJECT, phrase);
        }

        Draft time(String adverb) {
            return part(Role.TIME, adverb(adverb));
        }

        Draft often(String adverb) {
            return part(Role.FREQUENCY, adverb(adverb));
        }

        private Adverbial adverb(String name) {
            var word = lexicon.adverbs().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
            return new Adverbial(++id, word);
        }

        Draft dependent(Role role, String conjunction, Clause clause) {
            var word = lexicon.conjunctions().stream().filter(each -> each.use().get(0).equals(conjunction)).findFirst();
            return part(role, new Dependent(++id, word.orElse(null), clause));
        }

        Draft modal(String name) {
            modal = lexicon.modals().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
            return this;
        }

        Draft not() {
            negative = true;
            return this;
        }

        Draft passive() {
            passive = true;
            return this;
        }

        Draft front(Role role) {
            front = role;
            return this;
        }

        Clause build() {
            return new Clause(++id, verb, tense, modal, negative, passive, new EnumMap<>(parts), front);
        }
    }
}
