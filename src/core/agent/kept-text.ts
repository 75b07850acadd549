/** Text of any length of which the beginning and the end are kept. */

export interface KeptText {
  add(text: string): void;
  /** What was kept; in the place of what was dropped one line that says how much that was. */
  text(): string;
  /** UTF-16 units that were added. */
  readonly length: () => number;
}

/** @param charsMax in UTF-16 units, one half for the beginning */
export function keptText(charsMax: number): KeptText {
  const half = Math.ceil(charsMax / 2);
  let head = "";
  /** Joined only when it is read or has grown long: most output comes in many small pieces. */
  let tail: string[] = [];
  let tailLength = 0;
  let length = 0;
  return {
    add(text) {
      length += text.length;
      const room = half - head.length;
      head += text.slice(0, Math.max(0, room));
      const rest = room > 0 ? text.slice(room) : text;
      if (rest === "") return;
      tail.push(rest);
      tailLength += rest.length;
      if (tailLength <= 4 * half) return;
      tail = [tail.join("").slice(-half)];
      tailLength = tail[0]?.length ?? 0;
    },
    text() {
      const last = tail.join("").slice(-half);
      const dropped = length - head.length - last.length;
      return dropped === 0 ? head + last : `${head}\n… ${dropped} characters left out …\n${last}`;
    },
    length: () => length,
  };
}

/** Tokens are counted as UTF-8 bytes in fours, which is near enough for a bound. As in Codex. */
export function tokensOf(text: string): number {
  return Math.ceil(utf8Length(text) / 4);
}

/** `text` with its middle left out where it has more tokens than `tokensMax`. */
export function withinTokens(text: string, tokensMax: number): string {
  const tokens = tokensOf(text);
  if (tokens <= tokensMax) return text;
  const half = Math.floor((text.length * tokensMax) / tokens / 2);
  const left = `… ${tokens - tokensMax} tokens left out …`;
  return half === 0 ? left : `${text.slice(0, half)}\n${left}\n${text.slice(-half)}`;
}

function utf8Length(text: string): number {
  return /^[\0-\x7f]*$/u.test(text) ? text.length : new TextEncoder().encode(text).length;
}
