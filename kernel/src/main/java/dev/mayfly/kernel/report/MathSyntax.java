package dev.mayfly.kernel.report;

import java.util.Map;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Formulas in Markdown, as Jupyter writes them: {@code $...$} in a line, {@code $$...$$} on its own. A dollar sign is
 * money, not a formula, where a space follows it, or where the next one follows a space or precedes a digit.
 */
final class MathSyntax implements Parser.ParserExtension, HtmlRenderer.HtmlRendererExtension {
    private MathSyntax() {}

    static Extension create() {
        return new MathSyntax();
    }

    @Override
    public void extend(Parser.Builder parser) {
        parser.customInlineContentParserFactory(new InlineFactory()).customBlockParserFactory(new BlockFactory());
    }

    @Override
    public void extend(HtmlRenderer.Builder renderer) {
        renderer.nodeRendererFactory(Html::new);
    }

    /** A formula within a paragraph. */
    static final class Inline extends CustomNode {
        final String formula;
        final boolean display;

        Inline(String formula, boolean display) {
            this.formula = formula;
            this.display = display;
        }
    }

    /** A formula in lines of its own. */
    static final class Display extends CustomBlock {
        String formula = "";
    }

    private static final class InlineFactory implements InlineContentParserFactory {
        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('$');
        }

        @Override
        public InlineContentParser create() {
            return MathSyntax::inline;
        }
    }

    private static ParsedInline inline(InlineParserState state) {
        Scanner scanner = state.scanner();
        int dollars = scanner.matchMultiple('$');
        if (dollars > 2 || (dollars == 1 && Character.isWhitespace(scanner.peek()))) {
            return ParsedInline.none();
        }
        Position start = scanner.position();
        while (scanner.hasNext()) {
            char c = scanner.peek();
            if (c == '\\') {
                scanner.next();
                scanner.next();
            } else if (c == '$') {
                Position end = scanner.position();
                boolean afterSpace = Character.isWhitespace(scanner.peekPreviousCodePoint());
                int closing = scanner.matchMultiple('$');
                boolean closes = dollars == 2 || !(afterSpace || Character.isDigit(scanner.peek()));
                String formula = scanner.getSource(start, end).getContent();
                if (closing == dollars && closes && !formula.isBlank()) {
                    return ParsedInline.of(new Inline(formula, dollars == 2), scanner.position());
                }
                if (dollars == 1) {
                    return ParsedInline.none();
                }
            } else {
                scanner.next();
            }
        }
        return ParsedInline.none();
    }

    private static final class BlockFactory extends AbstractBlockParserFactory {
        @Override
        public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
            String line = state.getLine().getContent().toString();
            String rest = line.substring(state.getNextNonSpaceIndex());
            if (state.getIndent() >= 4 || !rest.startsWith("$$") || rest.indexOf("$$", 2) >= 0) {
                return BlockStart.none();
            }
            return BlockStart.of(new BlockParser()).atIndex(state.getNextNonSpaceIndex() + 2);
        }
    }

    private static final class BlockParser extends AbstractBlockParser {
        private final Display block = new Display();
        private final StringBuilder formula = new StringBuilder();
        private boolean closed;

        @Override
        public Block getBlock() {
            return block;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            return closed ? BlockContinue.none() : BlockContinue.atIndex(state.getIndex());
        }

        @Override
        public void addLine(SourceLine line) {
            String text = line.getContent().toString();
            int end = text.indexOf("$$");
            closed = end >= 0;
            formula.append(closed ? text.substring(0, end) : text).append('\n');
        }

        @Override
        public void closeBlock() {
            block.formula = formula.toString().strip();
        }
    }

    private static final class Html implements NodeRenderer {
        private final HtmlNodeRendererContext context;

        Html(HtmlNodeRendererContext context) {
            this.context = context;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Inline.class, Display.class);
        }

        @Override
        public void render(Node node) {
            boolean display = !(node instanceof Inline inline) || inline.display;
            String formula = node instanceof Inline inline ? inline.formula : ((Display) node).formula;
            String tag = node instanceof Inline ? "span" : "div";
            var html = context.getWriter();
            html.tag(tag, Map.of("class", display ? "math display" : "math"));
            html.text(formula);
            html.tag("/" + tag);
        }
    }
}
