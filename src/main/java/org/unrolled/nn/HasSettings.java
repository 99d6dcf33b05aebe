package org.unrolled.nn;

import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonAnyGetter;
import org.nd4j.shade.jackson.annotation.JsonAnySetter;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * A configuration whose settings stand in one record, which gives it equality, a copy and JSON: the components of the record
 * are the fields of the JSON, so a new setting is a new component and a method of the builder.
 *
 * @param <S> the record
 */
interface HasSettings<S extends Record> {
    /** The settings. */
    S settings();

    /** Takes other settings: for JSON, and for what a network's defaults add. */
    void settings(S settings);

    /** What a setting is called that had another name in older files. */
    default String renamed(String name) {
        return name;
    }

    /** For JSON. */
    @JsonAnyGetter
    default Map<String, JsonNode> settingsByName() {
        return Records.byName(settings());
    }

    /** For JSON; what is no setting of this class is left out, as everywhere in DL4J's files. */
    @JsonAnySetter
    default void setSetting(String name, Object value) {
        if (Records.has(settings(), renamed(name))) {
            // Up to version 0.1.0 a dropOut or recurrentDropOut of 0 stood for none.
            boolean none = name.endsWith("ropOut") && value instanceof Number keep && keep.doubleValue() == 0;
            settings(Records.with(settings(), renamed(name), none ? 1 : value));
        }
    }
}
