package org.unrolled.bilingual;

import java.util.EnumMap;
import java.util.Map;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Role;
import org.unrolled.bilingual.Phrase.Tense;

/** A clause while it is put together. */
final class Draft {
    final int id;
    final Verb verb;
    final Map<Role, Phrase> parts = new EnumMap<>(Role.class);
    Tense tense = Tense.PRESENT;
    Modal modal;
    boolean negative;
    boolean passive;
    Role front;

    Draft(int id, Verb verb) {
        this.id = id;
        this.verb = verb;
    }

    boolean put(Role role, Phrase phrase) {
        parts.put(role, phrase);
        return true;
    }

    NounPhrase subject() {
        return (NounPhrase) parts.get(Role.SUBJECT);
    }

    boolean isPast() {
        return tense == Tense.PAST || tense == Tense.PAST_PROGRESSIVE;
    }

    Clause clause() {
        return new Clause(id, verb, tense, modal, negative, passive, new EnumMap<>(parts), front);
    }
}
