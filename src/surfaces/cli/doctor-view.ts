/** The doctor's findings in lines for a person. */
import { type Finding, GROUPS, type Status, type Summary, summaryOf } from "../../core/doctor/finding.ts";
import { type Charset, visible, widthOf, wrap } from "../../kit/text.ts";
import type { Tone, TonedLine } from "./tones.ts";

export type DoctorLook = {
  readonly charset: Charset;
  /** Lines are broken at it; null where they need not be. */
  readonly columns: number | null;
  /** True on a terminal: the summary has a frame. */
  readonly framed: boolean;
};

const SIGNS: Readonly<Record<Charset, Readonly<Record<Status | "advice", string>>>> = {
  unicode: { ok: "✓", warning: "!", problem: "✗", advice: "→" },
  ascii: { ok: "+", warning: "!", problem: "x", advice: ">" },
};
const TONES: Readonly<Record<Status, Tone>> = { ok: "plain", warning: "warning", problem: "bad" };

const FRAMES: Readonly<Record<Charset, readonly [string, string, string, string, string, string]>> = {
  unicode: ["╭", "╮", "╰", "╯", "─", "│"],
  ascii: ["+", "+", "+", "+", "-", "|"],
};

const INDENT = "    ";
/** Texts begin there if no title is longer. */
const TITLE_MAX = 20;
const COLUMNS_MIN = 40;

export function doctorLines(findings: readonly Finding[], look: DoctorLook): readonly TonedLine[] {
  const titles = findings.map(({ title }) => widthOf(visible(title, look.charset)));
  const width = Math.min(TITLE_MAX, Math.max(0, ...titles));
  const groups = (Object.keys(GROUPS) as readonly (keyof typeof GROUPS)[]).map((group) => ({
    heading: GROUPS[group],
    found: findings.filter((finding) => finding.group === group),
  }));
  return [
    ...groups.flatMap(({ heading, found }) =>
      found.length === 0
        ? []
        : [
            { tone: "strong", text: heading } as const,
            ...found.flatMap((finding) => findingLines(finding, width, look)),
            { tone: "plain", text: "" } as const,
          ],
    ),
    ...summaryLines(summaryOf(findings), look),
  ];
}

function findingLines(finding: Finding, width: number, { charset, columns }: DoctorLook): readonly TonedLine[] {
  const { status, advice } = finding;
  const signs = SIGNS[charset];
  const title = visible(finding.title, charset);
  const detail = visible(finding.detail, charset);
  const gap = " ".repeat(Math.max(0, width - widthOf(title)));
  const first = hang(`  ${signs[status]} ${title}${gap}  `, detail, {
    columns,
    indent: INDENT + " ".repeat(width + 2),
  });
  const lines: readonly TonedLine[] = first.map((text) => ({ tone: TONES[status], text }));
  if (advice === null) return lines;
  const indent = `${INDENT}  `;
  const words = hang(`${INDENT}${signs.advice} `, visible(advice, charset), { columns, indent });
  return [...lines, ...words.map((text) => ({ tone: "dim", text }) as const)];
}

type Page = { readonly columns: number | null; readonly indent: string };

/** `text` behind `start`, and what has no room there below it. */
function hang(start: string, text: string, { columns, indent }: Page): readonly string[] {
  const room = columns === null ? Number.POSITIVE_INFINITY : Math.max(columns, COLUMNS_MIN) - indent.length;
  const isLong = widthOf(start) > indent.length;
  const [first = "", ...more] = wrap(text, room);
  const head = isLong && columns !== null && widthOf(start) + widthOf(first) > columns ? [start.trimEnd()] : [];
  const lines = head.length > 0 ? [...head, `${indent}${first}`] : [`${start}${first}`];
  return [...lines, ...more.map((line) => `${indent}${line}`)].map((line) => line.trimEnd());
}

function summaryLines(summary: Summary, { charset, framed }: DoctorLook): readonly TonedLine[] {
  const { problem, warning, ok } = summary;
  const words = `${count(problem, "problem")}, ${count(warning, "warning")}, ${ok} ok`;
  const tone = problem > 0 ? "bad" : warning > 0 ? "warning" : "good";
  if (!framed) return [{ tone, text: words }];
  const [leftTop, rightTop, leftFoot, rightFoot, line, side] = FRAMES[charset];
  const rule = line.repeat(words.length + 2);
  return [`${leftTop}${rule}${rightTop}`, `${side} ${words} ${side}`, `${leftFoot}${rule}${rightFoot}`].map((text) => ({
    tone,
    text,
  }));
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
