/** Reads the text of a git configuration file into its settings. */

/** One setting, as it is written; sections and keys have no case. */
export type GitSetting = {
  readonly section: string;
  /** Null where the section has none. */
  readonly subsection: string | null;
  readonly key: string;
  /** Null for a key by itself, which means true. */
  readonly value: string | null;
};

/**
 * All settings in their order; null for text that git refuses, or might read otherwise. Linear. Never throws.
 *
 * Source: git-config(1), "Syntax"; compared with `git config --list` by its test.
 */
export function readGitConfig(text: string): readonly GitSetting[] | null {
  // Versions of git differ on what becomes of these.
  if (/\0|\r(?!\n)/.test(text)) return null;
  const reader: Reader = { text: text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"), at: 0 };
  const settings: GitSetting[] = [];
  let section: Section | null = null;
  while (skipBlank(reader)) {
    if (reader.text[reader.at] === "[") {
      section = readSection(reader);
      if (section === null) return null;
      continue;
    }
    const setting = section === null ? null : readSetting(reader, section);
    if (setting === null) return null;
    settings.push(setting);
  }
  return settings;
}

type Reader = { readonly text: string; at: number };
type Section = Pick<GitSetting, "section" | "subsection">;

/** Goes past white space and comments; false at the end. */
function skipBlank(reader: Reader): boolean {
  take(reader, /(?:[ \t\n]+|[#;][^\n]*)*/y);
  return reader.at < reader.text.length;
}

/** `[core]`, `[remote "origin"]`, or the old `[remote.origin]`. */
function readSection(reader: Reader): Section | null {
  const opened = take(reader, /\[([A-Za-z0-9.-]*)/y);
  const name = opened?.[1] ?? "";
  const quoted = take(reader, /[ \t]+"((?:[^"\\\n]|\\[^\n])*)"\]/y);
  const isClosed = quoted !== null || take(reader, /\]/y) !== null;
  if (!isClosed || name === "") return null;
  const dot = name.indexOf(".");
  const section = dot === -1 ? name : name.slice(0, dot);
  const inner = quoted === null ? [] : [(quoted[1] ?? "").replace(/\\([^\n])/g, "$1")];
  // The old form has no case.
  const parts = [...(dot === -1 ? [] : [name.slice(dot + 1).toLowerCase()]), ...inner];
  return { section, subsection: parts.length === 0 ? null : parts.join(".") };
}

function readSetting(reader: Reader, section: Section): GitSetting | null {
  const key = take(reader, /([A-Za-z][A-Za-z0-9-]*)[ \t]*/y)?.[1];
  if (key === undefined) return null;
  if (reader.at === reader.text.length || take(reader, /\n/y) !== null) return { ...section, key, value: null };
  if (take(reader, /=/y) === null) return null;
  const value = readValue(reader);
  return value === null ? null : { ...section, key, value };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b", "\\": "\\", '"': '"', "\n": "" };

/** Up to the end of the line, without the blanks around it; null for a value that is not in order. */
function readValue(reader: Reader): string | null {
  let [value, blanks] = ["", ""];
  let isQuoted = false;
  take(reader, /[ \t]+/y);
  for (;;) {
    const part = take(reader, isQuoted ? /[^"\\\n]+/y : /[^"\\\n \t#;]+/y)?.[0];
    if (part !== undefined) {
      value += blanks + part;
      blanks = "";
      continue;
    }
    const space = isQuoted ? undefined : take(reader, /[ \t]+/y)?.[0];
    if (space !== undefined) {
      if (value !== "") blanks += space;
      continue;
    }
    const next = reader.text[reader.at];
    if (next === undefined || next === "\n") return isQuoted ? null : value;
    if (next === "#" || next === ";") {
      take(reader, /[^\n]*/y);
      return value;
    }
    if (next === '"') {
      isQuoted = !isQuoted;
      reader.at += 1;
      continue;
    }
    const escaped = ESCAPES[reader.text[reader.at + 1] ?? ""];
    if (escaped === undefined) return null;
    value += blanks + escaped;
    blanks = "";
    reader.at += 2;
  }
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match !== null) reader.at = pattern.lastIndex;
  return match;
}
