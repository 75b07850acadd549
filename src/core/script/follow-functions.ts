/** Functions and aliases: what a name means that the script itself has defined. */
import { unknownText, within, type Call, type Frame, type Scope } from "./follow-trail.ts";
import type { Input, Shape } from "./sighting.ts";
import type { Node } from "./tree.ts";
import { anyWords, textOf, type Value } from "./value.ts";

/** Bodies that one name may have; more are not told apart. */
const BODIES_MAX = 8;

export function defineFunction(name: string, body: Node, scope: Scope): void {
  const { trail, state } = scope;
  const bodies = trail.functions.get(name) ?? [];
  if (bodies.length >= BODIES_MAX) unknownText(scope, `a function ${name} that is defined over and over`);
  else if (!bodies.includes(body)) {
    trail.functions.set(name, [...bodies, body]);
    const inner: Shape[] = [];
    scope.shape.push({ kind: "block", title: `function ${name}`, inner });
    trail.definitions.push({ name, body, scope: { ...scope, shape: inner, via: [...scope.via, `function ${name}`] } });
  }
  state.define(name, body);
  if (trail.aliases.has(name)) unknownText(scope, `a function whose name ${name} is an alias`);
}

type Given = { readonly call: Call; readonly input: Input };

/** Walks the body with the words that it is called with. */
export function callFunction(name: string, body: Node, { call, input }: Given, scope: Scope): void {
  const { trail, state } = scope;
  const title = `function ${name}`;
  if (scope.via.includes(title)) {
    // It calls itself: what it does with other words is seen once nothing is known.
    trail.walkedLast.add(name);
    leak(scope);
    state.forget();
    return;
  }
  trail.called.add(body);
  const frame: Frame = { kind: "function", leaks: null, locals: new Set() };
  const { positional, input: outer } = state;
  const args = call.words.slice(1);
  state.positional = call.open ? [...args, anyWords("$@")] : args;
  state.input =
    input.kind === "text"
      ? { kind: "text", text: { pieces: [{ kind: "any", from: "its input" }], many: false } }
      : input;
  for (const setting of call.settings) state.set(setting.name, { kind: "word", value: setting.value });
  const inner = within(scope, title, { frames: [...scope.frames, frame], isOutermost: false });
  scope.tools.walk(body, inner);
  if (frame.leaks !== null) state.joinWith(frame.leaks, trail.numbers);
  state.positional = positional;
  state.input = outer;
  for (const setting of call.settings) state.set(setting.name, null);
  for (const local of frame.locals) state.set(local, null);
}

/** Carries the state out of every loop and function around. */
export function leak({ frames, state, trail }: Scope): void {
  for (const frame of frames) {
    if (frame.leaks === null) frame.leaks = state.clone();
    else frame.leaks.joinWith(state.clone(), trail.numbers);
  }
}

/** What an alias of this name stands for, followed by the words it is given. */
export function callAliases(name: string, call: Call, scope: Scope): void {
  const { trail, state } = scope;
  const via = `alias ${name}`;
  const texts = trail.aliases.get(name);
  if (texts === undefined || scope.via.includes(via)) return;
  const [next] = call.words.slice(1);
  for (const text of texts) {
    const copy = state.clone();
    const what = `what the alias ${name} stands for`;
    const inner = { ...scope, state: copy };
    if (text === null) unknownText(inner, what);
    else scope.tools.runText(text, { what, via, open: true }, inner);
    state.joinWith(copy, trail.numbers);
    // A blank at the end lets the next word be an alias, too.
    const known = text === null ? null : textOf(text);
    const nextName = next === undefined ? null : textOf(next);
    if (known !== null && /\s$/.test(known) && nextName !== null)
      callAliases(nextName, { ...call, words: call.words.slice(1) }, inner);
  }
}

/** Words that are no commands, so that an alias of their name changes how a script reads. */
const GRAMMAR =
  /^(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|select|in|function|time|coproc|[{}!]|\[\[|\]\])$/;

/** @param text null where it is not known */
export function defineAlias(name: string | null, text: Value | null, scope: Scope): void {
  const { trail } = scope;
  const known = text === null ? null : textOf(text);
  // Only a text that is whole commands reads the same in its place.
  const isClear = name !== null && known !== null && !GRAMMAR.test(name) && /^[\w\s./:=,@%+~"'$-]*$/.test(known);
  if (!isClear || GRAMMAR.test(known.trim().split(/\s+/)[0] ?? "")) {
    unknownText(scope, `what the alias ${name ?? ""} makes of later lines`, text);
  }
  if (name === null) return;
  trail.aliases.set(name, [...(trail.aliases.get(name) ?? []), known === null ? null : text]);
}
