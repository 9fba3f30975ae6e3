package dev.mayfly.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MoreFormsTest {
    private final Renderer renderer = Renderer.standard();

    @Test
    void aPathSaysWhatIsThere(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), new byte[2_000]);

        assertThat(renderer.render(file).plain()).startsWith(file.toString()).contains("2");
        assertThat(renderer.render(folder).plain()).endsWith("(a folder)");
        assertThat(renderer.render(Path.of("a", "b")).plain()).isEqualTo("a/b");
    }

    @Test
    void anAddressOfTheWebIsALinkAndAnyOtherIsText() {
        assertThat(renderer.render(URI.create("https://a.example/?q=1&r=2")).data())
                .extractingByKey(MimeBundle.HTML)
                .asString()
                .contains("href=\"https://a.example/?q=1&amp;r=2\"");
        assertThat(renderer.render(URI.create("javascript:alert(1)")).data()).containsOnlyKeys(MimeBundle.TEXT);
    }

    @Test
    void jsonIsIndentedAndATree() throws IOException {
        MimeBundle shown = renderer.render(new ObjectMapper().readTree("{\"a\": [1, 2]}"));

        assertThat(shown.plain()).contains("\"a\" : [ 1, 2 ]");
        assertThat(shown.data().get("application/json")).isInstanceOf(Map.class);
    }

    /** A result set of rows n = 1, 2, ... that can be read once. */
    private static ResultSet rows(int count) {
        int[] row = {0};
        ResultSetMetaData types = (ResultSetMetaData) Proxy.newProxyInstance(
                MoreFormsTest.class.getClassLoader(),
                new Class<?>[] {ResultSetMetaData.class},
                (self, method, arguments) -> method.getName().equals("getColumnCount") ? 1 : "n");
        return (ResultSet) Proxy.newProxyInstance(
                MoreFormsTest.class.getClassLoader(), new Class<?>[] {ResultSet.class}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getMetaData" -> types;
                        case "next" -> ++row[0] <= count;
                        case "getObject" -> row[0];
                        case "getType" -> ResultSet.TYPE_FORWARD_ONLY;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    @Test
    void theRowsOfAQueryAreATableThatSaysThatItUsedThemUp() {
        MimeBundle few = renderer.render(rows(3));
        assertThat(few.plain()).contains("3 rows, used up by showing them");
        assertThat(few.data()).containsKey(MimeBundle.HTML);
        assertThat(renderer.render(rows(100_000)).plain()).contains("the first");
    }

    @Test
    void aFormForSomeValuesOfATypeLeavesTheOthers() {
        Renderer even = renderer.with(Integer.class, n -> n % 2 == 0, (n, r) -> MimeBundle.text("even"));

        assertThat(even.render(4).plain()).isEqualTo("even");
        assertThat(even.render(5).plain()).isEqualTo("5");
    }
}
