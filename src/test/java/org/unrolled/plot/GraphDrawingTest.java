package org.unrolled.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class GraphDrawingTest {
    /** (w x + b) squared, w twice as far from the end as b. */
    private static GraphDrawing square() {
        return new GraphDrawing("square").node("w", "w", "0.5", "4").node("x", "x", "2", "1").node("wx", "\u00d7", "1", "4")
                .node("b", "b", "1", "4").node("a", "a<b & c", "2", "4").node("end", "\u00b2", "4", "1")
                .edge("w", "wx", "2").edge("x", "wx", "0.5").edge("wx", "a", "1").edge("b", "a", "1").edge("a", "end", "4");
    }

    @Test
    void inputsStandBeforeTheirReadersAndNothingOverlaps() throws Exception {
        var boxes = boxes(read(square()));
        assertEquals(6, boxes.size());
        var left = boxes.stream().map(box -> box[0]).toList();
        assertEquals(left.get(0), left.get(1), "w and x in one column");
        assertEquals(left.get(2), left.get(3), "b beside the product, not at the far left");
        assertTrue(left.get(0) < left.get(2) && left.get(3) < left.get(4) && left.get(4) < left.get(5), "from left to right: " + left);
        for (var a : boxes) {
            for (var b : boxes) {
                assertTrue(a == b || Math.abs(a[0] - b[0]) >= a[2] || Math.abs(a[1] - b[1]) >= a[3], "two nodes overlap");
            }
        }
    }

    @Test
    void textIsEscapedAndEachLineHasItsColour() throws Exception {
        var texts = read(square()).getElementsByTagName("text");
        var words = new ArrayList<String>();
        for (var i = 0; i < texts.getLength(); i++) {
            words.add(texts.item(i).getTextContent());
        }
        assertTrue(words.contains("a<b & c"), words.toString());
        assertEquals(5 + 6 * 3, words.size(), "a label on each edge, a name and two lines in each node");
        assertTrue(square().svg().contains("#0072b2") && square().svg().contains("#d55e00"));
    }

    @Test
    void theSameGraphIsDrawnAlikeEachTime() {
        var graph = square();
        assertEquals(graph.svg(), graph.svg());
    }

    @Test
    void inWords() {
        assertEquals("Graph \"a sum\": w (0.5); +; tanh from w and +.", new GraphDrawing("a sum").node("w", "w", "0.5").node("s", "+")
                .node("t", "tanh").edge("w", "t", "").edge("s", "t", "").altText());
    }

    @Test
    void aGraphThatMakesNoSenseIsRefused() {
        assertThrows(IllegalStateException.class, () -> new GraphDrawing("empty").svg());
        assertThrows(IllegalArgumentException.class, () -> square().node("w", "again"));
        assertThrows(IllegalArgumentException.class, () -> square().edge("w", "nowhere", ""));
        assertThrows(IllegalArgumentException.class, () -> square().edge("end", "w", ""));
    }

    private static Document read(GraphDrawing graph) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(graph.svg().getBytes(StandardCharsets.UTF_8)));
    }

    /** Left, top, width and height of each node. */
    private static List<double[]> boxes(Document svg) {
        var found = svg.getElementsByTagName("rect");
        var boxes = new ArrayList<double[]>();
        for (var i = 0; i < found.getLength(); i++) {
            var box = (Element) found.item(i);
            boxes.add(new double[] {number(box, "x"), number(box, "y"), number(box, "width"), number(box, "height")});
        }
        return boxes;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
