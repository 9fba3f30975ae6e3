"""Java for papermill.

papermill has no translator for Java, and no entry point for translators. It has one for engines, and loads what is
behind it when it starts: this module, which registers a translator as it is loaded. The engine is papermill's own, so
that ``--engine mayfly`` does what no ``--engine`` does.

papermill looks into the cell tagged ``parameters`` before it writes the values: that is how a value gets the type that
the cell declares.
"""

import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

_DECLARATION = re.compile(
    r"^\s*(?:final\s+)?(?P<type>[\w.]+(?:<[^=;]*>)?(?:\[\])*)\s+(?P<name>\w+)\s*=\s*(?P<value>[^;]*);"
    r"[^\S\n]*(?://[^\S\n]*(?P<help>[^\n]*))?",
    re.MULTILINE,
)
_NO_TYPES = {"return", "import", "package", "new", "throw", "assert"}
_LIST = re.compile(r"(?:java\.util\.)?List<(.+)>|(.+)\[\]")
_INT = 2**31
_LONG = 2**63


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _character(char):
    """A character in a literal; octal where it controls, since javac reads Unicode escapes before it reads literals."""
    return _ESCAPES.get(char, char if char >= " " else f"\\{ord(char):03o}")


class MayflyEngine(NBClientEngine):
    """papermill's own way to run a notebook."""


class JavaTranslator(Translator):
    """Values as Java expressions."""

    _declared: dict = {}

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_bool(cls, val):
        return "true" if val else "false"

    @classmethod
    def translate_int(cls, val):
        if -_INT <= val < _INT:
            return str(val)
        if -_LONG <= val < _LONG:
            return f"{val}L"
        return f'new java.math.BigInteger("{val}")'

    @classmethod
    def translate_float(cls, val):
        if val != val:
            return "Double.NaN"
        if val in (float("inf"), float("-inf")):
            return "Double.POSITIVE_INFINITY" if val > 0 else "Double.NEGATIVE_INFINITY"
        return repr(float(val))

    @classmethod
    def translate_str(cls, val):
        return '"' + "".join(_character(each) for each in str(val)) + '"'

    @classmethod
    def translate_list(cls, val):
        return f"java.util.List.of({', '.join(cls.translate(each) for each in val)})"

    translate_tuple = translate_list

    @classmethod
    def translate_dict(cls, val):
        entries = (f"java.util.Map.entry({cls.translate_str(key)}, {cls.translate(each)})" for key, each in val.items())
        return f"java.util.Map.ofEntries({', '.join(entries)})"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"var {name} = {str_val};"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        declared, cls._declared = cls._declared, {}
        lines = [cls.comment(comment)]
        for name, value in parameters.items():
            java = declared.get(name)
            if java is None or java == "var":
                lines.append("Object " + f"{name} = null;" if value is None else cls.assign(name, cls.translate(value)))
            else:
                lines.append(f"{java} {name} = {cls._typed(name, java, value)};")
        return "\n".join(lines) + "\n"

    @classmethod
    def _typed(cls, name, java, value):
        """A value as the type that the notebook declares."""
        several = _LIST.fullmatch(java)
        if several and isinstance(value, (list, tuple)):
            element = several.group(1) or several.group(2)
            values = ", ".join(cls._typed(name, element, each) for each in value)
            return f"java.util.List.of({values})" if several.group(1) else f"new {java} {{{values}}}"
        wanted = {
            "int": int, "Integer": int, "long": int, "Long": int, "double": (int, float), "Double": (int, float),
            "boolean": bool, "Boolean": bool, "String": str, "LocalDate": object,
        }.get(java.rsplit(".", 1)[-1])
        if wanted is not None and (not isinstance(value, wanted) or isinstance(value, bool) and wanted is not bool):
            raise ValueError(f"parameter {name} ({java}) cannot be {value!r}")
        simple = java.rsplit(".", 1)[-1]
        if simple in ("long", "Long"):
            return f"{value}L"
        if simple in ("double", "Double"):
            return cls.translate_float(value)
        if simple == "LocalDate":
            return f"java.time.LocalDate.parse({cls.translate_str(value)})"
        if wanted is None and isinstance(value, str) and re.fullmatch(r"[A-Z]\w*", simple) and value.isidentifier():
            return f"{java}.{value}"
        return cls.translate(value)

    @classmethod
    def inspect(cls, parameters_cell):
        found = [
            match for match in _DECLARATION.finditer(parameters_cell["source"]) if match["type"] not in _NO_TYPES
        ]
        cls._declared = {match["name"]: match["type"] for match in found}
        return [
            Parameter(
                name=match["name"],
                inferred_type_name=match["type"],
                default=match["value"].strip(),
                help=(match["help"] or "").strip(),
            )
            for match in found
        ]


for _language in ("java", "mayfly"):
    papermill_translators.register(_language, JavaTranslator)
