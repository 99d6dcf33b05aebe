package org.unrolled.vision;

/** A picture can't be read or written. The message names the file, what is wrong there, and what was expected. */
public class PictureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param file its name
     * @param what is wrong, what was expected
     */
    public PictureException(String file, String what) {
        super(file + ": " + what);
    }

    /** The file can't be opened, decoded or written at all. */
    public PictureException(String file, String what, Throwable cause) {
        super(file + ": " + what, cause);
    }
}
