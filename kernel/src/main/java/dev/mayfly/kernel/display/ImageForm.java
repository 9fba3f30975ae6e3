package dev.mayfly.kernel.display;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture as PNG. */
final class ImageForm {
    private ImageForm() {}

    static MimeBundle of(BufferedImage image) {
        String text = "image, " + image.getWidth() + " x " + image.getHeight() + " pixels";
        return new MimeBundle(
                Map.of(MimeBundle.TEXT, text, MimeBundle.PNG, base64(image)),
                Map.of(MimeBundle.PNG, Map.of("width", image.getWidth(), "height", image.getHeight())));
    }

    static String base64(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalArgumentException("no PNG can be made of an image of type " + image.getType());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
