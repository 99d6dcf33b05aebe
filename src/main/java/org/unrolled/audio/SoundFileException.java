package org.unrolled.audio;

/** A sound file can't be read or written. The message names the file, the byte at which it went wrong, and what is wrong there. */
public class SoundFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param file   its name
     * @param offset of the first byte of what is wrong, counted from 0
     * @param what   is wrong, what was expected
     */
    public SoundFileException(String file, long offset, String what) {
        super(file + ", byte " + offset + ": " + what);
    }

    /** The file can't be opened, read or written at all. */
    public SoundFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
