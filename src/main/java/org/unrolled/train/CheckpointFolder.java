package org.unrolled.train;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.unrolled.files.AtomicFile;
import java.util.regex.Pattern;

/**
 * The checkpoints of one training, {@code step-00001200.checkpoint}. A new one is written beside its place, forced to the
 * disk and renamed: what has the name is whole, even after a power cut. The two newest stay, so that a damaged one leaves
 * one to fall back to. Whatever else lies in the folder is neither counted nor touched.
 */
final class CheckpointFolder {
    private static final int KEPT = 2;
    private static final Pattern OURS = Pattern.compile("step-([0-9]{1,18})\\.checkpoint");

    private final Path folder;
    private final Opener opener;

    /** Opens the file that a checkpoint is first written to. */
    @FunctionalInterface
    interface Opener {
        FileOutputStream open(Path file) throws IOException;
    }

    /** A checkpoint and where it lay. */
    record Found(Checkpoint checkpoint, Path file) {
    }

    CheckpointFolder(Path folder) {
        this(folder, file -> new FileOutputStream(file.toFile()));
    }

    CheckpointFolder(Path folder, Opener opener) {
        this.folder = folder;
        this.opener = opener;
    }

    /** @throws CheckpointException if the folder can't be made */
    void create() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CheckpointException("the folder " + folder + " for checkpoints can't be made: " + reason(e)
                + ". Give a folder that you may write to", e);
        }
    }

    /**
     * Writes a checkpoint; whatever goes wrong, those that were there stay.
     *
     * @throws CheckpointException if it can't be written, as when the disk is full
     */
    void write(Checkpoint checkpoint) {
        var target = folder.resolve(name(checkpoint.position().step()));
        var part = folder.resolve(target.getFileName() + ".part");
        try {
            try (var file = opener.open(part)) {
                OutputStream buffered = new BufferedOutputStream(file, 1 << 16);
                checkpoint.write(buffered);
                buffered.flush();
                file.getFD().sync();
            }
            AtomicFile.replace(part, target);
            force(folder);
        } catch (IOException e) {
            discard(part);
            throw new CheckpointException("the checkpoint after step " + checkpoint.position().step()
                + " could not be written to " + folder + ": " + reason(e) + ". Is the disk full? The checkpoints before it are"
                + " still there", e);
        }
        // One with a higher number was passed over as damaged when the training began; this one isn't older than it.
        files().stream().filter(file -> step(file) <= checkpoint.position().step()).skip(KEPT)
            .forEach(CheckpointFolder::discard);
    }

    private static String name(int step) {
        return String.format(Locale.ROOT, "step-%08d.checkpoint", step);
    }

    /** After how many steps a checkpoint was written; -1 if the file is none. */
    private static long step(Path file) {
        var name = OURS.matcher(file.getFileName().toString());
        return name.matches() && Files.isRegularFile(file) ? Long.parseLong(name.group(1)) : -1;
    }

    /**
     * The newest checkpoint that is whole, or null if there is none at all.
     *
     * @param damaged told of each newer one that isn't
     * @throws CheckpointException if there are checkpoints, but none that is whole
     */
    Found newest(Consumer<String> damaged) {
        var problems = new ArrayList<String>();
        for (var file : files()) {
            try {
                var found = new Found(Checkpoint.read(file), file);
                problems.forEach(problem -> damaged.accept(problem + "; going on from " + file.getFileName()));
                return found;
            } catch (CheckpointException e) {
                problems.add(e.getMessage());
            } catch (IOException e) {
                problems.add(file + " can't be read: " + reason(e));
            }
        }
        if (!problems.isEmpty()) {
            throw new CheckpointException("no checkpoint in " + folder + " is whole: " + String.join("; ", problems)
                + ". Start over with resume(false), or give another folder");
        }
        return null;
    }

    /** Removes all checkpoints. */
    void clear() {
        files().forEach(CheckpointFolder::discard);
    }

    /** Newest first. */
    private List<Path> files() {
        try (var all = Files.list(folder)) {
            return all.filter(file -> step(file) >= 0)
                .sorted(Comparator.comparingLong(CheckpointFolder::step).reversed()).toList();
        } catch (IOException e) {
            throw new CheckpointException("the folder " + folder + " can't be listed: " + reason(e), e);
        }
    }

    /** Forces the new name to the disk, where the system can do that for a folder. */
    private static void force(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; the rename itself is whole there.
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It stays and is overwritten or ignored later.
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ", " + e.getMessage());
    }
}
