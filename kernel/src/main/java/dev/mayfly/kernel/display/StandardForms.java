package dev.mayfly.kernel.display;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.engine.Chart;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.Sink;
import dev.mayfly.engine.TableView;
import dev.mayfly.engine.VegaSpec;
import dev.mayfly.engine.source.Inputs;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.Map;
import java.util.stream.BaseStream;

/** The forms that every renderer has. */
final class StandardForms {
    private StandardForms() {}

    /** Adds the forms, the most special last, which is asked first. */
    static Renderer addTo(Renderer renderer) {
        return renderer.with(Object.class, StandardForms::object)
                .with(Record.class, ValueForms::record)
                .with(BaseStream.class, ValueForms::stream)
                .with(Map.class, ValueForms::map)
                .with(Collection.class, ValueForms::collection)
                .with(Throwable.class, (error, r) -> MimeBundle.text(ValueForms.stackTrace(error)))
                .with(Path.class, MoreForms::path)
                .with(URI.class, MoreForms::uri)
                .with(URL.class, (url, r) -> MoreForms.uri(URI.create(url.toExternalForm()), r))
                .with(JsonNode.class, MoreForms::json)
                .with(ResultSet.class, MoreForms::rows)
                .with(BufferedImage.class, (image, r) -> ImageForm.of(image))
                .with(Sink.Receipt.class, (receipt, r) -> MimeBundle.text(receipt(receipt)))
                .with(JobFacts.class, (facts, r) -> MimeBundle.text(FactsText.textList(facts, r.times()))
                        .with(MimeBundle.HTML, FactsText.htmlList(facts, r.times())))
                .with(Inputs.class, InputsForm::of)
                .with(TableView.class, ResultForm::of)
                .with(VegaSpec.class, VegaForm::of)
                .with(Chart.class, ChartForm::of)
                .with(Result.class, ResultForm::of);
    }

    private static MimeBundle object(Object value, Renderer renderer) {
        return value.getClass().isArray()
                ? ValueForms.array(value, renderer)
                : FrameForm.of(value, renderer).orElseGet(() -> PlainForm.of(value));
    }

    private static String receipt(Sink.Receipt receipt) {
        return "wrote " + Figures.count(receipt.rows(), "row") + ", " + Figures.bytes(receipt.bytes()) + ", to "
                + receipt.target();
    }
}
