package dev.mayfly.kernel.session;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Reads what a {@code pom.xml}, or a piece of one such as its dependencies alone, wants: dependencies of the scopes
 * compile and run time, BOMs, repositories. Properties of the same text are put in. Parents are not read.
 */
public final class PomReader {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
    private static final Pattern PROLOG = Pattern.compile("^\\s*<\\?xml[^>]*\\?>");

    private final Map<String, String> properties = new HashMap<>();
    private final List<MavenRequest.Wanted> wanted = new ArrayList<>();
    private final List<String> managed = new ArrayList<>();
    private final List<MavenRequest.Repository> repositories = new ArrayList<>();

    private PomReader() {}

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException if it is not XML, or a dependency lacks something; the message says what
     */
    public static MavenRequest read(String pom) {
        PomReader reader = new PomReader();
        Element root = parse("<mayfly>" + PROLOG.matcher(pom).replaceFirst("") + "</mayfly>");
        reader.findProperties(root);
        reader.walk(root);
        return new MavenRequest(reader.wanted, reader.managed, reader.repositories);
    }

    private static Element parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // A notebook may come from anywhere: it must not have files or addresses read by its XML.
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (SAXException e) {
            throw new IllegalArgumentException("not the XML of a pom: " + e.getMessage(), e);
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("XML cannot be read", e);
        }
    }

    private void findProperties(Element element) {
        for (Element child : children(element)) {
            if (child.getTagName().equals("properties")) {
                children(child)
                        .forEach(one -> properties.put(
                                one.getTagName(), one.getTextContent().strip()));
            } else {
                findProperties(child);
            }
        }
    }

    private void walk(Element element) {
        for (Element child : children(element)) {
            switch (child.getTagName()) {
                case "dependency" -> dependency(child);
                case "repository" ->
                    repositories.add(new MavenRequest.Repository(required(child, "id"), required(child, "url")));
                case "parent", "build", "profiles", "pluginRepositories", "distributionManagement" -> {}
                case "dependencyManagement" -> walkManaged(child);
                default -> walk(child);
            }
        }
    }

    private void walkManaged(Element element) {
        for (Element child : children(element)) {
            if (!child.getTagName().equals("dependency")) {
                walkManaged(child);
            } else if (text(child, "scope").equals("import")) {
                managed.add(coordinates(child));
            }
        }
    }

    private void dependency(Element element) {
        String scope = text(element, "scope");
        if (scope.equals("import")) {
            managed.add(coordinates(element));
        } else if (scope.isEmpty() || scope.equals("compile") || scope.equals("runtime")) {
            List<String> exclusions = new ArrayList<>();
            for (Element list : children(element)) {
                if (list.getTagName().equals("exclusions")) {
                    children(list)
                            .forEach(one ->
                                    exclusions.add(required(one, "groupId") + ":" + required(one, "artifactId")));
                }
            }
            wanted.add(new MavenRequest.Wanted(coordinates(element), exclusions));
        }
    }

    private String coordinates(Element dependency) {
        String type = text(dependency, "type");
        String classifier = text(dependency, "classifier");
        String middle = classifier.isEmpty()
                ? type.isEmpty() || type.equals("jar") ? "" : type + ":"
                : (type.isEmpty() ? "jar" : type) + ":" + classifier + ":";
        return required(dependency, "groupId") + ":" + required(dependency, "artifactId") + ":" + middle
                + required(dependency, "version");
    }

    private String required(Element element, String name) {
        String value = text(element, name);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a <" + element.getTagName() + "> has no <" + name + ">");
        }
        return value;
    }

    private String text(Element element, String name) {
        for (Element child : children(element)) {
            if (child.getTagName().equals(name)) {
                Matcher matcher = PROPERTY.matcher(child.getTextContent().strip());
                return matcher.replaceAll(found -> Matcher.quoteReplacement(
                        Objects.requireNonNullElse(properties.get(found.group(1)), found.group())));
            }
        }
        return "";
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }
}
