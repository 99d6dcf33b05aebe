package org.unrolled.nn.backend;

/** What stands after a linear map, as between the two of a feed-forward network. */
public enum HiddenActivation {
    /** tanh(x). */
    TANH,
    /** max(0, x): Vaswani et al. (2017), equation 2. */
    RELU,
    /** ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))): Hendrycks and Gimpel (2016), section 2, the form with tanh. */
    GELU
}
