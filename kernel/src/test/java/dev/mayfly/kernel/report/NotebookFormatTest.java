package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class NotebookFormatTest {
    @Test
    void aNotebookThatNbformatWroteIsWrittenBackToTheByte() throws IOException {
        String text = resource("written-by-nbformat.ipynb");
        assertThat(NotebookWriter.write(NotebookReader.read("n.ipynb", text))).isEqualTo(text);
    }

    @Test
    void format40IsReadAndWrittenAs45WithWhatItDoesNotKnow() throws IOException {
        String written = NotebookWriter.write(NotebookReader.read("n.ipynb", resource("format-4.0.ipynb")));
        assertThat(written).contains("\"nbformat_minor\": 5", "\"future\": 7", "\"top\": \"level\"", "2.50");
        assertThat(written).contains("\"one\\n\",\n    \"two\"");
    }

    @Test
    void missingIdsAreMadeFromTheCellSoThatTheyAreTheSameEachTime() throws IOException {
        Notebook once = NotebookReader.read("n.ipynb", resource("format-4.0.ipynb"));
        Notebook again = NotebookReader.read("n.ipynb", resource("format-4.0.ipynb"));
        List<String> ids = once.cells().stream().map(Cell::id).toList();
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-f0-9]{8}"));
        assertThat(again.cells().stream().map(Cell::id)).isEqualTo(ids);
    }

    @Test
    void anInvalidOrRepeatedIdIsReplacedAndTheOthersStay() throws IOException {
        String cell = "{\"cell_type\":\"markdown\",\"metadata\":{},\"source\":\"\",\"id\":\"%s\"}";
        String text = "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":["
                + String.join(",", cell.formatted("same"), cell.formatted("same"), cell.formatted("not valid"))
                + "]}";
        List<String> ids = NotebookReader.read("n.ipynb", text).cells().stream()
                .map(Cell::id)
                .toList();
        assertThat(ids).startsWith("same").doesNotHaveDuplicates().doesNotContain("not valid");
    }

    @Test
    void theMetadataOfANotebookCannotBeChangedFromOutside() throws IOException {
        Notebook notebook = NotebookReader.read("n.ipynb", resource("format-4.0.ipynb"));
        notebook.metadata().put("new", 1);
        notebook.cells().get(0).metadata().put("new", 1);
        assertThat(NotebookWriter.write(notebook)).doesNotContain("\"new\"");
    }

    @Test
    void anotherFormatIsRefusedWithTheNextStep() {
        assertThatThrownBy(() -> NotebookReader.read("old.ipynb", "{\"nbformat\": 3, \"worksheets\": []}"))
                .isInstanceOf(NotebookException.class)
                .hasMessage("old.ipynb is a notebook of nbformat 3, and 4 is what can be read: "
                        + "open it in Jupyter and save it again");
    }

    @Test
    void brokenJsonIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> NotebookReader.read("half.ipynb", "{\"nbformat\": 4,\n \"cells\": [{"))
                .isInstanceOf(NotebookException.class)
                .hasMessageStartingWith("half.ipynb is not a notebook: its JSON is broken at line 2");
    }

    @Test
    void jsonThatIsNoNotebookIsRefused() {
        for (String text : List.of("[]", "{}", "7", "\"x\"", "{\"nbformat\":4}", "{\"nbformat\":4,\"cells\":[1]}")) {
            assertThatThrownBy(() -> NotebookReader.read("n.ipynb", text))
                    .isInstanceOf(NotebookException.class)
                    .hasMessageStartingWith("n.ipynb is not a notebook");
        }
    }

    @Property(tries = 300)
    void anyTextSurvivesWriting(@ForAll String text) throws JsonProcessingException {
        var json = Json.object().put("text", text);
        assertThat(Json.parse(JsonText.of(json)).path("text").textValue()).isEqualTo(text);
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(JsonText.of(json)))
                .isTrue();
    }

    @Property(tries = 300)
    void linesJoinToTheText(@ForAll String text) {
        assertThat(String.join("", PythonLines.of(text + "\r\n" + text))).isEqualTo(text + "\r\n" + text);
    }

    @Property(tries = 300)
    void anyNumberSurvivesWriting(@ForAll double number) throws JsonProcessingException {
        String text = JsonText.of(Json.object().put("n", number));
        assertThat(Json.parse(text).path("n").doubleValue()).isEqualTo(number == 0 ? 0.0 : number);
    }

    static String resource(String name) throws IOException {
        try (InputStream in = NotebookFormatTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
