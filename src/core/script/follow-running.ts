/** Builtins that run what they are given: eval, source, command, exec, trap. */
import { noteRedirected } from "./follow-files.ts";
import { leak } from "./follow-functions.ts";
import { runInner } from "./follow-inner.ts";
import { nothing, unknownText, type Builtin, type BuiltinCall } from "./follow-trail.ts";
import { anyWord, showValue, textOf, textValue } from "./value.ts";
import { WAS_SOURCED } from "./sighting.ts";

const runEval: Builtin = ({ args, call, scope }) => {
  const operands = textOf(args[0] ?? textValue("")) === "--" ? args.slice(1) : args;
  const space = textValue(" ");
  const text = scope.trail.join(operands.flatMap((arg, at) => (at === 0 ? [arg] : [space, arg])));
  for (const { name, value } of call.settings) scope.state.set(name, { kind: "word", value });
  if (operands.length > 0 || call.open) {
    scope.tools.runText(
      call.open ? { ...text, many: true } : text,
      { what: `what eval is given (${showValue(text)})`, via: "eval", open: false },
      scope,
    );
  }
  for (const { name } of call.settings) scope.state.set(name, null);
  return null;
};

const runSource: Builtin = ({ name, args, call, input, scope }) => {
  const operands = textOf(args[0] ?? textValue("")) === "--" ? args.slice(1) : args;
  const [path] = operands;
  if (path === undefined && !call.open) return null;
  const file = path ?? anyWord("its file");
  const before = scope.trail.unknowns.length;
  const clone = { ...scope, state: scope.state.clone() };
  runInner(
    { kind: "file", how: name, path: file },
    { call: { ...call, settings: [], open: call.open || operands.length > 1 }, input },
    clone,
  );
  // It may have set or defined anything.
  leak(scope);
  scope.state.forget();
  const isSeen = scope.trail.unknowns.length === before;
  if (!isSeen) scope.state.doubt ??= `${showValue(file)} ${WAS_SOURCED}`;
  return null;
};

/** `command`, `builtin`, `exec`: the rest is the command. */
const runRest: Builtin = ({ name, args, call, scope }) => {
  let at = 0;
  for (; at < args.length; at++) {
    const text = textOf(args[at] ?? textValue(""));
    if (text === "--") {
      at++;
      break;
    }
    if (text === null || !text.startsWith("-") || text === "-") break;
    if (name === "command" && /[vV]/.test(text)) return null;
    if (name === "exec" && text.endsWith("a")) at++;
  }
  const words = args.slice(at);
  const [program] = words;
  if (program === undefined) {
    if (call.open) unknownText(scope, `what ${name} runs`);
    if (name === "exec") return redirectShell(call, scope);
    return null;
  }
  const names = name === "exec" ? "program" : "builtin";
  const settings = call.settings;
  scope.tools.runWords(
    { ...call, words, settings, redirections: [], at: null, names },
    { ...scope, via: [...scope.via, name] },
  );
  return null;
};

/** `exec > file` holds for all that follows. */
function redirectShell({ redirections }: BuiltinCall["call"], scope: BuiltinCall["scope"]): null {
  const { trail, state } = scope;
  trail.redirect(redirections, state);
  noteRedirected(redirections, nothing(trail), scope);
  for (const redirection of redirections) {
    const isInput = redirection.operator.startsWith("<") || redirection.fd === "0";
    if (isInput && (redirection.fd === null || redirection.fd === "0")) {
      const isFile = redirection.operator === "<" || redirection.operator === "<>";
      state.input = isFile ? { kind: "file", path: redirection.target } : { kind: "text", text: anyWord("its input") };
    }
  }
  return null;
}

const trap: Builtin = ({ args, scope }) => {
  const { trail } = scope;
  const operands = textOf(args[0] ?? textValue("")) === "--" ? args.slice(1) : args;
  const [body, ...signals] = operands;
  if (body === undefined || signals.length === 0 || /^-[lp]$/.test(textOf(body) ?? "")) return null;
  if (/^-?$/.test(textOf(body) ?? "x")) return null;
  const isAtEnd = signals.every((signal) => /^(?:EXIT|0|exit)$/.test(textOf(signal) ?? ""));
  if (!isAtEnd) trail.isVolatile = true;
  const use = { what: `what trap is given (${showValue(body)})`, via: "trap", open: false };
  if (scope.isLast) {
    const isDeep = scope.via.filter((one) => one === "trap").length > 1;
    if (isDeep) unknownText(scope, use.what, body);
    else scope.tools.runText(body, use, { ...scope, state: scope.state.clone() });
    return null;
  }
  // What its names mean is clear only once everything is defined.
  trail.later.push(() => {
    const state = scope.state.clone();
    state.forget();
    scope.tools.runText(body, use, { ...scope, state, isLast: true });
  });
  return null;
};

export const RUNNING: readonly (readonly [string, Builtin])[] = [
  ["eval", runEval],
  ["source", runSource],
  [".", runSource],
  ["command", runRest],
  ["builtin", runRest],
  ["exec", runRest],
  ["trap", trap],
];
