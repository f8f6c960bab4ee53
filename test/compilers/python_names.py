"""Names that a Python file uses and nobody defines: what `py_compile` doesn't see."""

import builtins
import symtable
import sys

MODULE = set(dir(builtins)) | {"__file__", "__name__", "__doc__"}


def unknown(table, known):
    for symbol in table.get_symbols():
        if symbol.is_referenced() and symbol.is_global() and symbol.get_name() not in known:
            yield table.get_lineno(), symbol.get_name()
    for child in table.get_children():
        yield from unknown(child, known)


failed = False
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        top = symtable.symtable(file.read(), path, "exec")
    known = MODULE | {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()}
    loose = [(0, s.get_name()) for s in top.get_symbols() if s.is_referenced() and s.get_name() not in known]
    for line, name in sorted({*loose, *(pair for child in top.get_children() for pair in unknown(child, known))}):
        print(f"{path}: nobody defines {name} (used below line {line})")
        failed = True
sys.exit(failed)
