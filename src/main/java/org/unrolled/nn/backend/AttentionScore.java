package org.unrolled.nn.backend;

/** How well a query q and a position m of the memory fit together, as a number. */
public enum AttentionScore {
    /** q · m; both have to be of one size (Luong, Pham and Manning 2015, section 3.1). */
    DOT,
    /** q · (m K) with weights K (Luong, Pham and Manning 2015, section 3.1). */
    GENERAL,
    /** v · tanh(q Q + m K) with weights Q, K and v (Bahdanau, Cho and Bengio 2015, appendix A.1.2). */
    ADDITIVE
}
