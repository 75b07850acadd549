/** The names that a rules file knows from the start. */
export const BUILTINS: ReadonlySet<string> = new Set(
  (
    "False None True abs all any bool bytes chr dict dir enumerate fail float getattr hasattr hash host_executable int " +
    "len list max min network_rule ord prefix_rule range repr reversed sorted str tuple type zip"
  ).split(" "),
);
