package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.Sink;
import dev.mayfly.engine.source.Inputs;
import java.awt.image.BufferedImage;
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
                .with(BufferedImage.class, (image, r) -> ImageForm.of(image))
                .with(Sink.Receipt.class, (receipt, r) -> MimeBundle.text(receipt(receipt)))
                .with(JobFacts.class, (facts, r) -> MimeBundle.text(FactsText.textList(facts))
                        .with(MimeBundle.HTML, FactsText.htmlList(facts)))
                .with(Inputs.class, InputsForm::of)
                .with(Chart.class, ChartForm::of)
                .with(Result.class, ResultForm::of);
    }

    private static MimeBundle object(Object value, Renderer renderer) {
        return value.getClass().isArray() ? ValueForms.array(value, renderer) : PlainForm.of(value);
    }

    private static String receipt(Sink.Receipt receipt) {
        return "wrote " + Figures.count(receipt.rows(), "row") + ", " + Figures.bytes(receipt.bytes()) + ", to "
                + receipt.target();
    }
}
