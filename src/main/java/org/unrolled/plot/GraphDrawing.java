package org.unrolled.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import org.nd4j.common.base.Preconditions;

/**
 * A small calculation drawn as a graph, from its inputs on the left to its result on the right, as SVG. <pre>{@code
 * var graph = new GraphDrawing("a sum").node("w", "w", "0.50").node("x", "x", "2.00").node("s", "+", "2.50")
 *     .edge("w", "s", "1").edge("x", "s", "1");
 * Show.svg(graph.svg(), graph.altText());
 * }</pre>
 * For some dozen nodes: an edge over several columns may pass behind a node.
 */
public final class GraphDrawing {
    private static final int WIDTH = 74;
    private static final int ACROSS = 122;
    private static final int LINE = 16;
    private static final int GAP = 22;
    private static final int MARGIN = 10;
    private static final int SWEEPS = 12;

    private record Edge(Node from, Node to, String label) {
    }

    private static final class Node {
        final int index;
        final String name;
        final List<String> lines;
        final List<Node> before = new ArrayList<>();
        final List<Node> after = new ArrayList<>();
        int column;
        double row;

        Node(int index, String name, List<String> lines) {
            this.index = index;
            this.name = name;
            this.lines = lines;
        }

        double wanted() {
            return Stream.concat(before.stream(), after.stream()).mapToDouble(node -> node.row).average().orElse(row);
        }

        String words() {
            return name + (lines.isEmpty() ? "" : " (" + String.join(", ", lines) + ")")
                    + (before.isEmpty() ? "" : " from " + before.stream().map(node -> node.name).collect(Collectors.joining(" and ")));
        }
    }

    private final String title;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    /** An empty graph; its title begins the alternative text. */
    public GraphDrawing(String title) {
        this.title = title;
    }

    /**
     * Adds a node.
     *
     * @param id    how edges call it
     * @param name  what stands in it
     * @param lines below the name, each line in a colour of its own
     */
    public GraphDrawing node(String id, String name, String... lines) {
        Preconditions.checkArgument(nodes.putIfAbsent(id, new Node(nodes.size(), name, List.of(lines))) == null,
                "node \"%s\" stands in the graph already: give each node its own id", id);
        return this;
    }

    /** Adds an arrow to a node that was added later than where the arrow begins, so that there is no circle. */
    public GraphDrawing edge(String from, String to, String label) {
        var start = nodes.get(from);
        var end = nodes.get(to);
        Preconditions.checkArgument(start != null && end != null, "an edge from \"%s\" to \"%s\": add both nodes first", from, to);
        Preconditions.checkArgument(start.index < end.index,
                "an edge from \"%s\" back to \"%s\": a calculation goes from earlier nodes to later ones", from, to);
        start.after.add(end);
        end.before.add(start);
        edges.add(new Edge(start, end, label));
        return this;
    }

    /** The drawing's source. */
    public String svg() {
        Preconditions.checkState(!nodes.isEmpty(), "the graph \"%s\" has no nodes: add one before it is drawn", title);
        place();
        var lines = nodes.values().stream().mapToInt(node -> node.lines.size()).max().getAsInt();
        var height = LINE * (lines + 1) + 10;
        var width = 2 * MARGIN + nodes.values().stream().mapToInt(node -> node.column).max().getAsInt() * ACROSS + WIDTH;
        var lowest = nodes.values().stream().mapToDouble(node -> node.row).max().getAsDouble();
        var tall = Math.round(2 * MARGIN + lowest * (height + GAP) + height);
        var svg = new StringBuilder(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\" text-anchor=\"middle\">\n"
                + "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\""
                + " orient=\"auto\">"
                + "<path d=\"M0 0L8 4L0 8z\" fill=\"#777\"/></marker></defs>\n", width, tall, width, tall));
        for (var edge : edges) {
            var x = left(edge.from) + WIDTH;
            var y = top(edge.from, height) + height / 2.0;
            var toX = left(edge.to);
            var toY = top(edge.to, height) + height / 2.0;
            var bend = (toX - x) / 2.0;
            svg.append(String.format(Locale.ROOT, "<path d=\"M%d %.1fC%.1f %.1f %.1f %.1f %d %.1f\" fill=\"none\" stroke=\"#777\""
                    + " marker-end=\"url(#head)\"/>\n", x, y, x + bend, y, toX - bend, toY, toX, toY));
            svg.append(text((x + toX) / 2.0 - 3, (y + toY) / 2 - 3, edge.label,
                    "font-size=\"11\" fill=\"#555\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\""));
        }
        for (var node : nodes.values()) {
            var y = top(node, height);
            svg.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\""
                    + " stroke=\"#444\"/>\n", left(node), y, WIDTH, height, node.before.isEmpty() ? 14 : 3,
                    node.before.isEmpty() ? "#f0f0f0" : "#fff"));
            svg.append(text(left(node) + WIDTH / 2.0, y + LINE + 2, node.name, "font-weight=\"bold\" fill=\"#222\""));
            for (var i = 0; i < node.lines.size(); i++) {
                svg.append(text(left(node) + WIDTH / 2.0, y + LINE * (i + 2) + 3, node.lines.get(i), String.format("fill=\"#%06x\"",
                        HouseStyle.colours()[i % HouseStyle.colours().length].getRGB() & 0xffffff)));
            }
        }
        return svg.append("</svg>").toString();
    }

    /** The graph in words: each node with its lines, and where its arrows come from. */
    public String altText() {
        return "Graph \"" + title + "\": " + nodes.values().stream().map(Node::words).collect(Collectors.joining("; ")) + ".";
    }

    /** A column is the longest way from an input, an input stands right before its first reader; rows lie between neighbours. */
    private void place() {
        var columns = new LinkedHashMap<Integer, List<Node>>();
        for (var node : nodes.values()) {
            node.column = node.before.stream().mapToInt(each -> each.column + 1).max().orElse(0);
        }
        for (var node : nodes.values()) {
            if (node.before.isEmpty()) {
                node.column = node.after.stream().mapToInt(each -> each.column - 1).min().orElse(0);
            }
            var column = columns.computeIfAbsent(node.column, number -> new ArrayList<>());
            node.row = column.size();
            column.add(node);
        }
        for (var sweep = 0; sweep < SWEEPS; sweep++) {
            columns.values().forEach(GraphDrawing::spread);
        }
        var top = nodes.values().stream().mapToDouble(node -> node.row).min().orElse(0);
        nodes.values().forEach(node -> node.row -= top);
    }

    /** Moves the nodes of a column towards their neighbours, and apart where they would overlap. */
    private static void spread(List<Node> column) {
        var wanted = column.stream().collect(Collectors.toMap(node -> node, Node::wanted));
        column.sort(Comparator.<Node>comparingDouble(wanted::get).thenComparing(node -> node.index));
        var below = Double.NEGATIVE_INFINITY;
        for (var node : column) {
            node.row = below = Math.max(wanted.get(node), below + 1);
        }
        var moved = column.stream().mapToDouble(node -> node.row - wanted.get(node)).average().orElse(0);
        column.forEach(node -> node.row -= moved);
    }

    private static int left(Node node) {
        return MARGIN + node.column * ACROSS;
    }

    private static double top(Node node, int height) {
        return MARGIN + node.row * (height + GAP);
    }

    private static String text(double x, double y, String words, String style) {
        return words.isEmpty() ? "" : String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>\n", x, y, style,
                StringUtils.replaceEach(words, new String[] {"&", "<", ">"}, new String[] {"&amp;", "&lt;", "&gt;"}));
    }
}
