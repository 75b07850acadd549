/** The lower part of a box: the keys that answer, or the line that is being typed. */
import { canLast } from "../../core/approval/asking.ts";
import type { Action } from "../../core/approval/action.ts";
import type { Question } from "../../core/approval/question.ts";
import { isRegistry } from "../../core/network/registries.ts";
import { never } from "../../kit/never.ts";
import type { Charset } from "../../kit/text.ts";
import { isEmptyForm } from "./content-requests.ts";
import type { Field } from "./field.ts";
import { escaped, flow, widthOfLine } from "./layout.ts";
import type { Trial } from "./rule-edit.ts";
import type { Line, Span, Style } from "./style.ts";
import type { View } from "./view.ts";

/** A key and what it does. */
export type Choice = readonly [key: string, does: string];

/** Lines of the footer, none wider than `columns`. */
export function footerOf(question: Question, view: View, columns: number, charset: Charset): readonly Line[] {
  switch (view.kind) {
    case "question":
      return choiceLines(choicesOf(question), columns);
    case "explain":
      return choiceLines(
        [
          [
            ["space", "page on"],
            ["b", "page back"],
            ["esc", "back to the question"],
          ],
        ],
        columns,
      );
    case "feedback":
      return [
        ...words("Why not, or what instead? Goes to the agent; may stay empty.", "strong", columns, charset),
        ...fieldLines(view.field, columns, charset),
        ...choiceLines(
          [
            [
              ["enter", "decline"],
              ["esc", "back"],
            ],
          ],
          columns,
        ),
      ];
    case "rule":
      return [
        ...words("From now on, run without asking and without a sandbox what starts with:", "strong", columns, charset),
        ...fieldLines(view.field, columns, charset),
        ...trialLines(view.trial, columns, charset),
        ...choiceLines(
          [
            [
              ["enter", "save the rule and accept"],
              ["esc", "back"],
            ],
          ],
          columns,
        ),
      ];
    default:
      return never(view);
  }
}

/** The keys that answer a question, in rows. A key that is not here does nothing. */
export function choicesOf(question: Question): readonly (readonly Choice[])[] {
  const { action, amendment, turn } = question;
  const always: Choice = ["p", amendment === null ? "" : SAVES[amendment.kind]];
  const isGiving = action.kind === "permissions";
  // Where there are no turns, nothing can hold for one.
  const isOnce = isGiving ? turn !== undefined : isAnswerable(action);
  const accepting: readonly Choice[] = [
    ...(isOnce ? [["a", ONCE[action.kind] ?? "accept once"] as const] : []),
    ...(canLast(question) ? [["s", isGiving ? "give for session" : "accept for session"] as const] : []),
    ...(amendment === null ? [] : [always]),
  ];
  const other: readonly Choice[] = [
    ["d", "decline"],
    ["c", isOfServer(action) ? "cancel" : "cancel turn"],
    ...(amendment?.kind === "prefix" ? [["e", "edit rule"] as const] : []),
    ...(offersRegistries(amendment) ? [["r", "allow all registries"] as const] : []),
    ["?", "explain"],
  ];
  return [accepting, other].filter((row) => row.length > 0);
}

const ONCE: Readonly<Partial<Record<Action["kind"], string>>> = {
  permissions: "give for this turn",
  elicitation: "agree",
};

/** A form cannot be filled in here. */
function isAnswerable(action: Action): boolean {
  return action.kind !== "elicitation" || action.form.kind === "url" || isEmptyForm(action.form.schema);
}

/** The server hears of it by itself, and the turn goes on. */
function isOfServer({ kind }: Action): boolean {
  return kind === "mcp" || kind === "elicitation";
}

const SAVES: Readonly<Record<NonNullable<Question["amendment"]>["kind"], string>> = {
  prefix: "accept and add to policy",
  network: "allow this host permanently",
  registries: "allow all registries",
  root: "always let commands write it",
  tool: "always allow this tool",
};

function offersRegistries(amendment: Question["amendment"]): boolean {
  return amendment?.kind === "network" && isRegistry(amendment.host, amendment.protocol);
}

/** Blank columns between two choices. */
const BETWEEN = 3;

/** Rows whose first two cells stand below each other where that fits, else one choice after the other. */
export function choiceLines(rows: readonly (readonly Choice[])[], columns: number): readonly Line[] {
  const cells = rows.map((row) => row.map(choiceSpans));
  const widths = Array.from({ length: ALIGNED_CELLS }, (_, index) =>
    Math.max(...cells.map((row) => widthOfLine(row[index] ?? []))),
  );
  const lines = cells.map((row) =>
    row.flatMap((cell, index) => (index < row.length - 1 ? [...cell, blanks(cell, widths[index] ?? 0)] : cell)),
  );
  return lines.every((line) => widthOfLine(line) <= columns) ? lines : packed(cells.flat(), columns);
}

const ALIGNED_CELLS = 2;

/** What fills a cell up to `width`, and the space before the next one. */
function blanks(cell: Line, width: number): Span {
  return { text: " ".repeat(Math.max(width - widthOfLine(cell), 0) + BETWEEN), style: "plain" };
}

function choiceSpans([key, does]: Choice): Line {
  return [
    { text: `[${key}]`, style: "key" },
    { text: ` ${does}`, style: "plain" },
  ];
}

function packed(cells: readonly Line[], columns: number): readonly Line[] {
  const lines: Line[] = [];
  let line: Line = [];
  for (const cell of cells) {
    const joined: Line = line.length === 0 ? cell : [...line, { text: " ".repeat(BETWEEN), style: "plain" }, ...cell];
    if (widthOfLine(joined) <= columns) {
      line = joined;
      continue;
    }
    lines.push(line);
    line = cell;
  }
  return [...lines, line].flatMap((spans) => flow(spans, columns).map((part) => part.spans));
}

function fieldLines({ text, at }: Field, columns: number, charset: Charset): readonly Line[] {
  const cursor: Span = { text: charset === "ascii" ? "_" : "▏", style: "key" };
  const spans = [...escaped(text.slice(0, at), "plain", charset), cursor, ...escaped(text.slice(at), "plain", charset)];
  const sign: Span = { text: "> ", style: "key" };
  return flow(spans, columns - 2).map((line, index) => [
    index === 0 ? sign : { text: "  ", style: "plain" },
    ...line.spans,
  ]);
}

const TRIAL_STYLE: Readonly<Record<Trial["kind"], Style>> = { matched: "good", unmatched: "warning", refused: "bad" };

function trialLines(trial: Trial, columns: number, charset: Charset): readonly Line[] {
  const says = trial.kind === "refused" ? `refused: ${trial.text}` : trial.text;
  return words(says, TRIAL_STYLE[trial.kind], columns, charset);
}

function words(text: string, style: Style, columns: number, charset: Charset): readonly Line[] {
  return flow(escaped(text, style, charset), columns).map((line) => line.spans);
}
