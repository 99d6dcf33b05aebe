package org.unrolled.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How the camera was held: the one tag of Exif that a picture's pixels depend on. A reader of all tags would be a library of 0.8 MB. */
final class Exif {
    private static final int ORIENTATION = 0x112;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    private Exif() {
    }

    /**
     * The orientation that stands in the first directory (TIFF 6.0, section 2).
     *
     * @param from first byte of the TIFF header, "II" or "MM"
     * @return 1 to 8; 1, too, where there is none or it can't be found: a camera's notes are often damaged, the picture is not
     */
    static int orientation(byte[] file, int from, int length) {
        if (length < 14 || file[from] != file[from + 1] || file[from] != 'I' && file[from] != 'M') {
            return 1;
        }
        var tiff = ByteBuffer.wrap(file, from, length).slice().order(file[from] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > length - 2) {
            return 1;
        }
        int entries = Math.min(Short.toUnsignedInt(tiff.getShort(directory)), (length - directory - 2) / ENTRY);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + ENTRY * i;
            if (tiff.getShort(entry) == ORIENTATION && tiff.getShort(entry + 2) == SHORT) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}
