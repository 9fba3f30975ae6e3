package dev.mayfly.kernel.session;

import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/** What to call a snippet in a message. */
final class Names {
    private Names() {}

    static String of(Snippet snippet) {
        if (snippet instanceof MethodSnippet method) {
            return "method " + method.name() + "(" + method.parameterTypes() + ")";
        }
        if (snippet instanceof VarSnippet variable) {
            return "variable " + variable.name();
        }
        if (snippet instanceof TypeDeclSnippet type) {
            String kind =
                    switch (type.subKind()) {
                        case INTERFACE_SUBKIND -> "interface";
                        case ENUM_SUBKIND -> "enum";
                        case ANNOTATION_TYPE_SUBKIND -> "annotation";
                        case RECORD_SUBKIND -> "record";
                        default -> "class";
                    };
            return kind + " " + type.name();
        }
        return "a snippet";
    }
}
