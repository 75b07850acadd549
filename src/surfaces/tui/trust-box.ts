/** The box that asks whether a project's files are trusted, as a state machine. */
import type { ProjectView, TrustAnswer } from "../../core/config/trust-view.ts";
import type { Charset } from "../../kit/text.ts";
import type { Millis } from "../../kit/time.ts";
import { boxOf, columnsInside, hasRoomAbove, scrolled, type Picture } from "./box.ts";
import { Dialog, QUIET_MS, type Clock, type Shown, type Terminal } from "./dialog.ts";
import { choiceLines, type Choice } from "./footer.ts";
import type { Key } from "./keys.ts";
import { layOut, type Block, type BodyLine } from "./layout.ts";
import { lineThatStays } from "./screen.ts";
import type { Look, Span } from "./style.ts";
import { trustContext, trustDifferences, trustMatter, trustTitle } from "./trust-content.ts";
import type { Size } from "./view.ts";

export type TrustBox = Shown<TrustAnswer> & {
  readonly view: ProjectView;
  readonly charset: Charset;
  readonly body: readonly BodyLine[];
  /** The line of the body where the differences begin. */
  readonly differencesAt: number;
  readonly top: number;
  /** So many lines of the body have been shown, from its first. */
  readonly seen: number;
  /** So many of them must have been before anything is trusted: what would be loosened. */
  readonly mustSee: number;
};

const ANSWERS: ReadonlyMap<string, TrustAnswer> = new Map([
  ["n", "not-now"],
  ["x", "never"],
]);

const CHOICES: readonly (readonly Choice[])[] = [
  [
    ["t", "trust this content"],
    ["n", "not now"],
  ],
  [
    ["x", "never trust it"],
    ["d", "show the differences"],
  ],
];

/** Asks at `terminal`; `signal` takes the question away, and is no answer. */
export function askTrust(
  terminal: Terminal,
  clock: Clock,
  view: ProjectView,
  signal: AbortSignal,
): Promise<TrustAnswer> {
  const box = openTrustBox(view, terminal.size(), terminal.look.charset, clock.now());
  const script = {
    press: pressTrust,
    resize: resizeTrust,
    summary: (answer: TrustAnswer, columns: number, look: Look) => {
      const of = `the files of ${view.project.root}`;
      return lineThatStays({ isYes: answer === "trust", says: SAID[answer], of }, columns, look);
    },
    lost: (): TrustAnswer => "lost",
    withdrawn: "lost" as const,
  };
  return new Dialog<TrustBox, TrustAnswer>(terminal, clock, script, box).run(signal);
}

/** It must be drawn by `time`, from which on the quiet time counts. */
export function openTrustBox(view: ProjectView, size: Size, charset: Charset, time: Millis): TrustBox {
  return drawn({ view, charset, size, quietSince: time, top: 0, answer: null });
}

export function resizeTrust(box: TrustBox, size: Size): TrustBox {
  return drawn({ ...box, size });
}

/** As in the other boxes: keys that come too early are dropped, and nothing is trusted that cannot be seen. */
export function pressTrust(box: TrustBox, key: Key, time: Millis): TrustBox {
  if (box.answer !== null) return box;
  if (key.kind === "named" && key.name === "interrupt") return { ...box, answer: "cancel" };
  const isStray = key.kind === "burst" || key.kind === "paste";
  if (isStray || time - box.quietSince < QUIET_MS) return { ...box, quietSince: time };
  if (key.kind === "named" && key.name === "end-of-input") return { ...box, answer: "lost" };
  if (key.kind === "named" && key.name === "escape") return { ...box, answer: "not-now" };
  if (key.kind === "text" && key.text === "t") {
    if (box.seen >= box.mustSee) return { ...box, answer: "trust" };
    // On to the first line that was not.
    return scrolledTo(box, Math.min(box.seen, box.picture.window.topMax));
  }
  const answer = key.kind === "text" ? ANSWERS.get(key.text) : undefined;
  if (answer !== undefined) return { ...box, answer };
  const { window } = box.picture;
  const isDifferences = key.kind === "text" && key.text === "d";
  return scrolledTo(box, isDifferences ? Math.min(box.differencesAt, window.topMax) : scrolled(window, key, true));
}

/** What a jump passes over has not been shown. */
function scrolledTo(box: TrustBox, top: number | null): TrustBox {
  if (top === null) return box;
  const picture = pictureOf({ ...box, top });
  return { ...box, top, picture, seen: seenIn(picture, box.seen) };
}

function seenIn({ window }: Picture, before: number): number {
  return window.fits && window.top <= before ? Math.max(before, window.top + window.room) : before;
}

function drawn(box: Omit<TrustBox, "body" | "differencesAt" | "picture" | "seen" | "mustSee">): TrustBox {
  const { view, size, charset } = box;
  const title = titleOf(view);
  const heading: readonly Block[] = hasRoomAbove(title, size, charset)
    ? []
    : [{ kind: "text", ...title }, { kind: "gap" }];
  const paper = { columns: columnsInside(size, charset), charset };
  const matter: readonly Block[] = [{ kind: "gap" }, ...heading, ...trustMatter(view)];
  const mustSee = layOut(matter, paper).length;
  const upper = layOut([...matter, ...trustContext(view)], paper);
  const lower = layOut([...trustDifferences(view), { kind: "gap" }], paper);
  const whole = { ...box, body: [...upper, ...lower], differencesAt: upper.length + 1, mustSee };
  const picture = pictureOf(whole);
  return { ...whole, picture, seen: seenIn(picture, 0) };
}

function pictureOf({
  view,
  size,
  charset,
  body,
  top,
}: Pick<TrustBox, "view" | "size" | "charset" | "body" | "top">): Picture {
  const footer = choiceLines(CHOICES, columnsInside(size, charset));
  const label: Span = { text: "assent", style: "dim" };
  const moves = ["[space] to page", "[b] to go back"] as const;
  return boxOf({ title: titleOf(view), label, body, top, footer, moves }, size, charset);
}

function titleOf(view: ProjectView): Span {
  return { text: trustTitle(view), style: "title" };
}

const SAID: Readonly<Record<TrustAnswer, string>> = {
  trust: "trusted",
  "not-now": "not now: they only tighten",
  never: "never: marked as untrusted",
  cancel: "cancelled",
  lost: "no answer: they only tighten",
};
