/** What a person typed, cut into sentences of plain words; what was pasted stands apart. */

export type Word = {
  /** Lower case, without the punctuation around it; `,` and `:` are words of their own. */
  readonly text: string;
  /** True in quotation marks or backticks: it names something, and asks for nothing. */
  readonly isQuoted: boolean;
};

export type Sentence = {
  readonly words: readonly Word[];
  /** What ends it: `.`, `?`, `!`, or empty at the end of a line. */
  readonly end: string;
};

export type Message = {
  /** Where orders may stand: what certainly is the person's own speech. */
  readonly own: readonly Sentence[];
  /** Where something may be held back: all but what is marked as somebody else's text. */
  readonly all: readonly Sentence[];
};

/** Longer speech is hardly typed. */
const OWN_LINES_MAX = 8;
const OWN_CHARS_MAX = 1200;
/** What is longer is not read to its end, so that nothing counts of it. */
export const MESSAGE_CHARS_MAX = 20_000;

/** Linear in the length of the text. */
export function messageOf(text: string): Message {
  const held = withoutQuotedLines(withoutFences(text));
  return { own: sentencesOf(ownPart(text.includes("```") ? beforeFence(text) : held)), all: sentencesOf(held) };
}

/** A fence that is not closed takes nothing away. */
function withoutFences(text: string): string {
  const parts = text.split("```");
  const whole = parts.length % 2 === 0 ? [...parts.slice(0, -2), parts.slice(-2).join(" ")] : parts;
  return whole.filter((_part, index) => index % 2 === 0).join("\n");
}

function beforeFence(text: string): string {
  return withoutQuotedLines(text.slice(0, text.indexOf("```")));
}

function withoutQuotedLines(text: string): string {
  return text
    .split(/\r?\n/u)
    .filter((line) => !/^\s*[>|]/u.test(line))
    .join("\n");
}

/** The first paragraph, up to what announces something else. */
function ownPart(text: string): string {
  const paragraph = text.trim().split(/\n\s*\n/u)[0] ?? "";
  if (paragraph.length > OWN_CHARS_MAX) return "";
  const lines = paragraph.split("\n");
  const announced = lines.findIndex((line) => line.trimEnd().endsWith(":"));
  const spoken = announced === -1 ? lines : lines.slice(0, announced);
  return spoken.length > OWN_LINES_MAX ? "" : spoken.filter((line) => !LOGGED.test(line)).join("\n");
}

/** What programs print, and what stands before what is typed at a prompt. */
const LOGGED =
  /^\s*(?:[$#%]\s|\d{4}-\d\d-\d\d|\[?\d\d:\d\d|at\s+\S+\s+\(|[A-Za-z]*(?:Error|Exception|Warning)\b.*:|npm\s+(?:ERR|WARN))/u;

const PIECES = /`([^`\n]*)`|"([^"\n]*)"|“([^”\n]*)”|„([^“”\n]*)[“”]|«([^»\n]*)»|(\n)|([^\s`"“”„«»]+)/gu;

function sentencesOf(text: string): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let words: Word[] = [];
  const close = (end: string): void => {
    if (words.length > 0) sentences.push({ words, end });
    words = [];
  };
  let isBehindQuote = false;
  for (const [whole, ...groups] of text.normalize("NFKC").matchAll(PIECES)) {
    if (whole === "\n") {
      close("");
      continue;
    }
    const plain = groups[6];
    const isTail = isBehindQuote && plain !== undefined && /^[.!?;]+$/u.test(plain);
    isBehindQuote = plain === undefined;
    if (isTail) {
      close(plain.includes("?") ? "?" : ".");
      continue;
    }
    if (plain === undefined) {
      words.push(...quotedWords(groups.slice(0, 5).join("")));
      continue;
    }
    const { spoken, end } = wordsIn(plain);
    words.push(...spoken);
    if (end !== null) close(end);
  }
  close("");
  return sentences;
}

function quotedWords(text: string): readonly Word[] {
  const parts = text.split(/\s+/u).filter((part) => part !== "");
  return parts.map((part) => ({ text: part.toLowerCase(), isQuoted: true }));
}

const COMMA: Word = { text: ",", isQuoted: false };
const COLON: Word = { text: ":", isQuoted: false };

type Spoken = { readonly spoken: readonly Word[]; readonly end: string | null };

function wordsIn(piece: string): Spoken {
  if (/^[-–—/|•*]+$/u.test(piece)) return { spoken: [COMMA], end: null };
  const start = /^[([{'‘’¡¿*_]*/u.exec(piece)?.[0] ?? "";
  const rest = piece.slice(start.length);
  // A lone dot, or two, is a path.
  const tail = /^\.{1,2}$/u.test(rest) ? "" : (/[.,;:!?)\]}'’*…]*$/u.exec(rest)?.[0] ?? "");
  const core = rest.slice(0, rest.length - tail.length);
  const spoken = [
    ...(/[([{]/u.test(start) ? [COMMA] : []),
    ...core.split(/[–—]+/u).flatMap((part, index) => [...(index > 0 ? [COMMA] : []), ...spokenWords(part)]),
  ];
  const end = /[.!?;…]/u.exec(tail)?.[0] ?? null;
  if (end !== null) return { spoken, end: tail.includes("?") ? "?" : end };
  if (tail.includes(":")) return { spoken: [...spoken, COLON], end: null };
  return { spoken: /[,)\]}]/u.test(tail) ? [...spoken, COMMA] : spoken, end: null };
}

/** A word with what is drawn together in it said in full. */
function spokenWords(part: string): readonly Word[] {
  const text = part.toLowerCase().replaceAll("’", "'");
  if (text === "") return [];
  return (SHORT.get(text) ?? expanded(text)).split(" ").map((one) => ({ text: one, isQuoted: false }));
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["can't", "can not"],
  ["cannot", "can not"],
  ["cant", "can not"],
  ["won't", "will not"],
  ["wont", "will not"],
  ["dont", "do not"],
  ["doesnt", "does not"],
  ["didnt", "did not"],
  ["isnt", "is not"],
  ["arent", "are not"],
  ["shouldnt", "should not"],
  ["mustnt", "must not"],
  ["ain't", "is not"],
  ["let's", "let us"],
  ["lets", "let us"],
  ["i'm", "i am"],
  ["needn't", "need not"],
  ["plz", "please"],
  ["pls", "please"],
  ["plese", "please"],
  ["psuh", "push"],
  ["thx", "thanks"],
]);

const ENDINGS: readonly (readonly [ending: string, full: string])[] = [
  ["n't", " not"],
  ["'ll", " will"],
  ["'re", " are"],
  ["'ve", " have"],
  ["'d", " would"],
];

function expanded(text: string): string {
  const found = ENDINGS.find(([ending]) => text.endsWith(ending) && text.length > ending.length);
  if (found !== undefined) return `${text.slice(0, -found[0].length)}${found[1]}`;
  return /^(?:it|that|there|what|who|where|here|he|she)'s$/u.test(text)
    ? text.replace("'s", " is")
    : text.replace(/'s$/u, "");
}
