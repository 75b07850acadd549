/** The prompt as a state machine: keys and times in, what to show and the answer out. */
import { faultVerdict, type Question, type Verdict } from "../../core/approval/question.ts";
import { printCommand } from "../../core/shell/print.ts";
import { never } from "../../kit/never.ts";
import type { Charset } from "../../kit/text.ts";
import type { Millis } from "../../kit/time.ts";
import { edit, fieldOf, type Field } from "./field.ts";
import { choicesOf } from "./footer.ts";
import { scrolled } from "./box.ts";
import { QUIET_MS, type Shown } from "./dialog.ts";
import { bodyOf, frame } from "./frame.ts";
import type { Key } from "./keys.ts";
import { tryRule } from "./rule-edit.ts";
import { pageOf, type Scene, type Size, type View } from "./view.ts";

export type Prompt = Shown<Verdict> & { readonly scene: Scene; readonly charset: Charset };

/** The prompt for a question. It must be drawn by `time`, from which on the quiet time counts. */
export function openPrompt(question: Question, waiting: number, size: Size, charset: Charset, time: Millis): Prompt {
  const body = bodyOf(question, "question", size, charset);
  const scene: Scene = { question, body, view: { kind: "question", top: 0 }, waiting };
  return { scene, size, charset, picture: frame(scene, size, charset), quietSince: time, answer: null };
}

export function resize(prompt: Prompt, size: Size): Prompt {
  const body = bodyOf(prompt.scene.question, pageOf(prompt.scene.view), size, prompt.charset);
  return redraw({ ...prompt, size }, { ...prompt.scene, body });
}

export function setWaiting(prompt: Prompt, waiting: number): Prompt {
  return redraw(prompt, { ...prompt.scene, waiting });
}

/**
 * The prompt after a key. Ctrl-C cancels at any time, since it can accept nothing. All other keys that come before
 * the box has stood still for `QUIET_MS` are dropped, as are pastes and bursts, and the quiet time starts again.
 */
export function press(prompt: Prompt, key: Key, time: Millis): Prompt {
  if (prompt.answer !== null) return prompt;
  if (isNamed(key, "interrupt")) return answer(prompt, { kind: "cancel" });
  if (time - prompt.quietSince < QUIET_MS) return { ...prompt, quietSince: time };
  if (isNamed(key, "end-of-input")) {
    return { ...prompt, answer: faultVerdict("the input ended (Ctrl-D) before an answer was given") };
  }
  const { view } = prompt.scene;
  switch (view.kind) {
    case "question":
    case "explain":
      if (key.kind === "burst" || key.kind === "paste") return { ...prompt, quietSince: time };
      return view.kind === "question" ? pressInQuestion(prompt, key) : pressInExplain(prompt, view, key);
    case "feedback":
      return pressInFeedback(prompt, view, key);
    case "rule":
      return pressInRule(prompt, view, key);
    default:
      return never(view);
  }
}

function pressInQuestion(prompt: Prompt, key: Key): Prompt {
  const { question, view } = prompt.scene;
  const isOffered =
    key.kind === "text" &&
    choicesOf(question)
      .flat()
      .some(([offered]) => offered === key.text);
  if (!isOffered) return scroll(prompt, view, key);
  switch (key.text) {
    case "a":
      return accept(prompt, { kind: "accept" });
    case "s":
      return accept(prompt, { kind: "accept-for-session" });
    case "p":
      return question.amendment === null
        ? prompt
        : accept(prompt, { kind: "accept-and-amend", amendment: question.amendment });
    case "r":
      return accept(prompt, { kind: "accept-and-amend", amendment: { kind: "registries" } });
    case "d":
      return show(prompt, { kind: "feedback", top: view.top, field: fieldOf("") });
    case "c":
      return answer(prompt, { kind: "cancel" });
    case "e":
      return question.amendment?.kind === "prefix"
        ? showRule(prompt, view.top, fieldOf(printCommand(question.amendment.pattern)))
        : prompt;
    case "?":
      return show(prompt, { kind: "explain", top: 0 });
    default:
      return prompt;
  }
}

function pressInExplain(prompt: Prompt, view: View, key: Key): Prompt {
  const isBack = isNamed(key, "escape") || (key.kind === "text" && (key.text === "?" || key.text === "q"));
  return isBack ? show(prompt, { kind: "question", top: 0 }) : scroll(prompt, view, key);
}

function pressInFeedback(prompt: Prompt, view: View & { readonly kind: "feedback" }, key: Key): Prompt {
  if (isNamed(key, "escape")) return show(prompt, { kind: "question", top: view.top });
  if (isNamed(key, "enter")) {
    const feedback = view.field.text.trim();
    return answer(prompt, { kind: "decline", feedback: feedback === "" ? null : feedback });
  }
  const field = edit(view.field, key);
  return field === view.field ? scroll(prompt, view, key) : show(prompt, { ...view, field });
}

function pressInRule(prompt: Prompt, view: View & { readonly kind: "rule" }, key: Key): Prompt {
  if (isNamed(key, "escape")) return show(prompt, { kind: "question", top: view.top });
  if (isNamed(key, "enter")) {
    if (view.trial.kind !== "matched") return prompt;
    return accept(prompt, { kind: "accept-and-amend", amendment: { kind: "prefix", pattern: view.trial.pattern } });
  }
  const field = edit(view.field, key);
  return field === view.field ? scroll(prompt, view, key) : showRule(prompt, view.top, field);
}

function showRule(prompt: Prompt, top: number, field: Field): Prompt {
  return show(prompt, { kind: "rule", top, field, trial: tryRule(field.text, prompt.scene.question.survey) });
}

/** Letters scroll only where they are not typed into a field. */
function scroll(prompt: Prompt, view: View, key: Key): Prompt {
  const isTyping = view.kind === "feedback" || view.kind === "rule";
  const top = scrolled(prompt.picture.window, key, !isTyping);
  return top === null ? prompt : show(prompt, { ...view, top });
}

/** Nothing is accepted that could not be seen. */
function accept(prompt: Prompt, outcome: Verdict["outcome"]): Prompt {
  return prompt.picture.window.fits ? answer(prompt, outcome) : prompt;
}

function answer(prompt: Prompt, outcome: Verdict["outcome"]): Prompt {
  return { ...prompt, answer: { outcome, by: "user", note: null } };
}

function show(prompt: Prompt, view: View): Prompt {
  const { question, view: before, body } = prompt.scene;
  const page = pageOf(view);
  const isSamePage = page === pageOf(before);
  return redraw(prompt, {
    ...prompt.scene,
    view,
    body: isSamePage ? body : bodyOf(question, page, prompt.size, prompt.charset),
  });
}

function redraw(prompt: Prompt, scene: Scene): Prompt {
  return { ...prompt, scene, picture: frame(scene, prompt.size, prompt.charset) };
}

function isNamed(key: Key, name: (Key & { readonly kind: "named" })["name"]): boolean {
  return key.kind === "named" && key.name === name;
}
