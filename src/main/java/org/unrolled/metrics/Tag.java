package org.unrolled.metrics;

import java.util.List;
import org.nd4j.common.base.Preconditions;

/** A tag such as B-PER in its two parts; O has no type. */
record Tag(char part, String type) {
    static final Tag OUTSIDE = new Tag('O', "");

    /** @param at place of the tag, for the message */
    static Tag read(List<String> tags, int at) {
        var tag = tags.get(at);
        if (tag.equals("O")) {
            return OUTSIDE;
        }
        Preconditions.checkArgument(tag.length() >= 3 && tag.charAt(1) == '-' && "BIES".indexOf(tag.charAt(0)) >= 0,
                "tag \"%s\" at place %s: expected O, or B, I, E or S with a type, such as B-PER", tag, at);
        return new Tag(tag.charAt(0), tag.substring(2));
    }

    boolean outside() {
        return part == 'O';
    }

    /** Whether this tag doesn't go on with the span that the one before belongs to. */
    boolean startsAfter(Tag before) {
        return part == 'O' || part == 'B' || part == 'S' || before.part == 'E' || before.part == 'S' || before.outside()
                || !type.equals(before.type);
    }

    @Override
    public String toString() {
        return outside() ? "O" : part + "-" + type;
    }
}
