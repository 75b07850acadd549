/** A path that is partly known, part by part, and what each part may match. */

export type GlobPart = {
  /** As written, in small letters. */
  readonly text: string;
  /** False where the part is known in full. */
  readonly isPattern: boolean;
  /**
   * Whether it is this name or may become it; small letters.
   *
   * @param lettersMin known letters that a pattern must start with to count
   */
  matches(name: string, lettersMin: number): boolean;
};

/** What the shell puts in: `$x`, `${x}`, `$(…)`. Longest first. */
const UNKNOWN = /\$\{[^{}]*\}|\$\([^()]*\)|`[^`]*`|\$[A-Za-z_]\w*|\$[0-9@*#?!$-]|<\([^()]*\)/g;

/** Stands for an unknown part; occurs in no path. */
const ANY = "\0";

/**
 * The parts between slashes; `.` is left out and `..` takes the part before it away. Letters are made small, since
 * some file systems do not tell them apart.
 *
 * @param isPattern false for a path that is known, in which `*` and `$` are ordinary letters
 */
export function globParts(path: string, isPattern: boolean): readonly GlobPart[] {
  const shown = isPattern ? path.slice(0, 4096).replace(UNKNOWN, ANY) : path;
  const parts: GlobPart[] = [];
  for (const part of shown.toLowerCase().split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(isPattern ? patternPart(part) : plainPart(part));
  }
  return parts;
}

function plainPart(text: string): GlobPart {
  return { text, isPattern: false, matches: (name) => name === text };
}

/** One letter of a pattern: itself, any one (`?`, `[…]`), or any number of any. */
type Token = { readonly kind: "letter"; readonly letter: string } | { readonly kind: "one" } | { readonly kind: "any" };

function patternPart(text: string): GlobPart {
  if (!/[*?[\]{}\0]/.test(text)) return plainPart(text);
  const tokens = tokensOf(text);
  const firstUnknown = tokens.findIndex(({ kind }) => kind !== "letter");
  const isHidden = text.startsWith(".") || text.startsWith(ANY) || text.startsWith("{");
  const matches = (name: string, lettersMin: number): boolean => {
    if (firstUnknown < lettersMin && !text.startsWith("{")) return false;
    // A pattern matches no dot at the start of a name unless it is written.
    return (isHidden || !name.startsWith(".")) && fits(tokens, name);
  };
  return { text, isPattern: true, matches };
}

function tokensOf(glob: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < glob.length; at++) {
    const letter = glob.charAt(at);
    const end = letter === "[" ? glob.indexOf("]", at + 2) : -1;
    if (letter === "?" || end !== -1) tokens.push({ kind: "one" });
    else if (letter === "*" || letter === ANY || letter === "{" || letter === "}") tokens.push({ kind: "any" });
    else tokens.push({ kind: "letter", letter });
    if (end !== -1) at = end;
  }
  return tokens;
}

/** In time proportional to the pattern's length times the name's. */
function fits(tokens: readonly Token[], name: string): boolean {
  let at = 0;
  let inName = 0;
  let star: { readonly token: number; name: number } | null = null;
  while (inName < name.length) {
    const token = tokens[at];
    if (token?.kind === "any") {
      star = { token: at++, name: inName };
    } else if (token?.kind === "one" || (token?.kind === "letter" && token.letter === name.charAt(inName))) {
      at++;
      inName++;
    } else if (star !== null) {
      at = star.token + 1;
      inName = ++star.name;
    } else return false;
  }
  return tokens.slice(at).every(({ kind }) => kind === "any");
}
