package org.unrolled.notebook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;

/** A hint for a cell that uses what no cell has defined yet, as after a restart of the kernel. */
final class MissingNames {
    // Where the location has a name ("class java.lang.Math"), a member is missing, which no cell would bring.
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s+\\w+ ([^\\s(]+).*\\R\\s*location: class\\s*$");

    private MissingNames() {
    }

    /** The hint for this step of a cell, if one helps. */
    static Optional<String> hint(JShell shell, SnippetEvent event) {
        if (event.exception() instanceof UnresolvedReferenceException unresolved) {
            return shell.unresolvedDependencies(unresolved.getSnippet()).findFirst().map(name -> hint(name.replaceFirst("^\\w+ ", "")));
        }
        return event.status() == Status.REJECTED ? hint(shell.diagnostics(event.snippet()).toList()) : Optional.empty();
    }

    private static Optional<String> hint(List<Diag> diagnostics) {
        return diagnostics.stream().map(diagnostic -> SYMBOL.matcher(diagnostic.getMessage(null)))
                .filter(match -> match.find()).map(match -> hint(match.group(1))).findFirst();
    }

    private static String hint(String name) {
        return name + " is not known. Is it spelt as where it is defined? After a restart the kernel has forgotten all cells:"
                + " run those above first (menu Run, Run All Above Selected Cell).";
    }
}
