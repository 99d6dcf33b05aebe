package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Joined;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;
import org.unrolled.bilingual.Phrase.Tense;
import org.unrolled.bilingual.Phrase.Who;
import org.unrolled.bilingual.Verb.Frame;

/**
 * Makes up short reports with a headline. The first sentence that tells what somebody did is the news; before it may stand
 * how things were, behind it what else happened. The headline is the news in the present, without articles and details.
 */
public final class StoryComposer {
    private static final Set<Frame> NEWS = EnumSet.of(Frame.TRANSITIVE, Frame.DATIVE, Frame.DITRANSITIVE, Frame.MOTION,
            Frame.PREPOSITIONAL);
    private static final Set<Role> HEADLINE = EnumSet.of(Role.SUBJECT, Role.OBJECT, Role.RECIPIENT, Role.ARGUMENT, Role.DIRECTION,
            Role.LOCATION);
    private static final int TRIES = 100;

    private final Choice choice;
    private final Complexity complexity;
    private final ClauseComposer clauses;
    private final PredicateComposer predicates;
    private final Writer writer;

    /** @param seed decides everything */
    public StoryComposer(Language language, Complexity complexity, long seed) {
        var lexicon = Lexicon.embedded();
        this.complexity = complexity;
        choice = new Choice(lexicon, complexity.coreWords(), EnumSet.of(language), seed);
        clauses = new ClauseComposer(choice, complexity);
        predicates = new PredicateComposer(choice, complexity, clauses.nouns());
        writer = new Writers(lexicon).of(language);
    }

    /** The next report, with its headline as the target. */
    public Exchange next() {
        while (true) {
            choice.begin();
            var news = find(this::isNews, complexity.depth());
            if (news != null) {
                var all = new ArrayList<Clause>();
                if (choice.chance(0.5)) {
                    add(all, setting());
                }
                all.add(news);
                add(all, reaction(news));
                add(all, choice.chance(0.6) ? find(clause -> clause.verb().frame() != Frame.COPULA, 0) : null);
                return exchange(all, news);
            }
        }
    }

    private static void add(List<Clause> all, Clause clause) {
        if (clause != null) {
            all.add(clause);
        }
    }

    private Exchange exchange(List<Clause> all, Clause news) {
        var text = new ArrayList<Token>();
        for (var clause : all) {
            text.addAll(writer.write(new Sentence(List.of(clause), List.of(), false)));
        }
        var sentence = new Sentence(List.of(news), List.of(), false);
        return new Exchange(text, writer.headline(headline(news)), Composition.content(sentence));
    }

    private Clause find(java.util.function.Predicate<Clause> fits, int depth) {
        for (int i = 0; i < TRIES; i++) {
            var clause = clauses.main(null, Tense.PAST, depth);
            if (clause != null && fits.test(clause)) {
                return clause;
            }
        }
        return null;
    }

    private boolean isNews(Clause clause) {
        boolean pronoun = clause.parts().values().stream().anyMatch(Pronoun.class::isInstance);
        boolean every = clause.subject() instanceof Nominal nominal && nominal.determiner() == Determiner.EVERY;
        return NEWS.contains(clause.verb().frame()) && !clause.negative() && !clause.passive() && !pronoun && !every
                && !clause.verb().english().simple();
    }

    /** How things were: {@code it was raining} or {@code the city was quiet}. */
    private Clause setting() {
        var rain = choice.verb(Frame.IMPERSONAL, verb -> true);
        if (rain != null && choice.chance(0.4)) {
            var draft = new Draft(choice.id(), rain);
            draft.tense = Tense.PAST_PROGRESSIVE;
            draft.put(Role.SUBJECT, new Pronoun(choice.id(), Who.IT, null));
            return draft.clause();
        }
        var place = choice.noun(noun -> noun.is("place"));
        return place == null ? null : state(clauses.nouns().nominal(place, Determiner.DEFINITE, 0));
    }

    /** How the one in the news was: {@code she was happy}. */
    private Clause reaction(Clause news) {
        if (!(news.subject() instanceof Nominal subject) || !subject.noun().isHuman() || choice.chance(0.3)) {
            return null;
        }
        return state(pronoun(subject));
    }

    private Clause state(NounPhrase subject) {
        var draft = new Draft(choice.id(), choice.verb(Frame.COPULA, verb -> true));
        draft.tense = Tense.PAST;
        draft.put(Role.SUBJECT, subject);
        return predicates.predicate(draft) ? draft.clause() : null;
    }

    /** The pronoun for a noun phrase, with the number of its noun, so that they are linked. */
    static Pronoun pronoun(Nominal nominal) {
        var gender = nominal.noun().naturalGender();
        var who = nominal.plural() ? Who.THEY : gender == Gender.MASCULINE ? Who.HE : gender == Gender.FEMININE ? Who.SHE : Who.IT;
        return new Pronoun(nominal.id(), who, nominal);
    }

    private static Clause headline(Clause news) {
        var parts = new EnumMap<Role, Phrase>(Role.class);
        news.parts().forEach((role, phrase) -> {
            if (HEADLINE.contains(role)) {
                parts.put(role, bare(phrase));
            }
        });
        return new Clause(news.id(), news.verb(), Tense.HABIT, null, false, false, parts, null);
    }

    private static Phrase bare(Phrase phrase) {
        if (phrase instanceof Nominal nominal) {
            var determiner = switch (nominal.determiner()) {
                case TWO, THREE, FOUR, FIVE, TEN -> nominal.determiner();
                default -> Determiner.NONE;
            };
            return new Nominal(nominal.id(), nominal.noun(), nominal.compound(), nominal.plural(), determiner, List.of(), null,
                    null, null);
        }
        if (phrase instanceof Joined joined) {
            return new Joined(joined.id(), (NounPhrase) bare(joined.first()), (NounPhrase) bare(joined.second()));
        }
        return phrase instanceof Prepositional place
                ? new Prepositional(place.id(), place.preposition(), (NounPhrase) bare(place.noun())) : phrase;
    }
}
