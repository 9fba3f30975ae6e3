package dev.mayfly.kernel.report;

import dev.mayfly.kernel.display.Html;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown cells as safe HTML; remembers the headings for the table of contents, and whether there were formulas. */
final class MarkdownHtml {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), MathSyntax.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

    private final List<Entry> headings = new ArrayList<>();
    private final Set<String> ids = new HashSet<>(Set.of(HtmlPage.CONTENT, HtmlPage.HIDE_CODE));
    private boolean formulas;

    /** A heading and where it is. */
    record Entry(int level, String text, String id) {}

    /** Finds the picture that a Markdown image names, as a {@code data:} address. */
    @FunctionalInterface
    interface Pictures {
        Optional<String> find(String destination);
    }

    String render(String markdown, Pictures pictures) {
        Node document = PARSER.parse(markdown);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(CustomNode node) {
                formulas |= node instanceof MathSyntax.Inline;
                visitChildren(node);
            }

            @Override
            public void visit(CustomBlock block) {
                formulas |= block instanceof MathSyntax.Display;
                visitChildren(block);
            }
        });
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .nodeRendererFactory(context -> new Special(context, pictures))
                .attributeProviderFactory(context -> this::attributes)
                .build();
        return SafeHtml.clean(renderer.render(document));
    }

    /** A formula of its own, as {@code text/latex} outputs hold it. */
    String formula(String latex) {
        formulas = true;
        String bare = latex.strip();
        boolean display = bare.startsWith("$$");
        String formula = bare.replaceFirst("^\\${1,2}", "").replaceFirst("\\${1,2}$", "");
        return "<div class=\"math" + (display ? " display" : "") + "\">" + Html.escape(formula) + "</div>";
    }

    List<Entry> headings() {
        return List.copyOf(headings);
    }

    boolean hasFormulas() {
        return formulas;
    }

    private void attributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Heading heading) {
            String text = textOf(heading);
            String id = unique(text);
            attributes.put("id", id);
            headings.add(new Entry(heading.getLevel(), text, id));
        }
    }

    /** The anchor that Jupyter gives a heading, so that links within the notebook still lead there. */
    private String unique(String text) {
        String anchor = text.replaceAll("\\s+", "-").replaceAll("[^\\p{L}\\p{N}_-]", "");
        String base = anchor.isEmpty() ? "section" : anchor.length() > 80 ? anchor.substring(0, 80) : anchor;
        String id = base;
        for (int i = 2; !ids.add(id); i++) {
            id = base + "-" + i;
        }
        return id;
    }

    private static String textOf(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }

            @Override
            public void visit(CustomNode part) {
                text.append(part instanceof MathSyntax.Inline math ? math.formula : "");
                visitChildren(part);
            }
        });
        return text.toString().strip();
    }

    /** Code in colours, and pictures that travel with the page. */
    private static final class Special implements NodeRenderer {
        private final HtmlNodeRendererContext context;
        private final Pictures pictures;

        Special(HtmlNodeRendererContext context, Pictures pictures) {
            this.context = context;
            this.pictures = pictures;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(FencedCodeBlock.class, Image.class);
        }

        @Override
        public void render(Node node) {
            var html = context.getWriter();
            if (node instanceof FencedCodeBlock code) {
                boolean java = code.getInfo() != null
                        && code.getInfo().strip().toLowerCase(Locale.ROOT).startsWith("java");
                html.line();
                html.raw("<pre><code>"
                        + (java ? JavaColours.of(code.getLiteral()) : Html.escape(code.getLiteral()))
                        + "</code></pre>");
                html.line();
            } else if (node instanceof Image image) {
                String alt = textOf(image);
                String source = image.getDestination();
                html.raw(pictures.find(source)
                        .map(data -> "<img src=\"" + data + "\" alt=\"" + Html.escape(alt) + "\">")
                        .orElseGet(() -> "<a href=\"" + Html.escape(source) + "\">"
                                + Html.escape(alt.isEmpty() ? source : alt) + "</a>"));
            }
        }
    }
}
