/** The completion script for zsh: one list of arguments for each command. */
import type { Choices, Context, OfferedOption, Offer } from "./completion-offer.ts";
import type { ValueKind } from "./option-table.ts";

export function zshScript(offer: Offer): string {
  return `#compdef assent
# Completes assent in zsh: eval "$(assent completion zsh)", or a file _assent on $fpath.

${offer.contexts.map((context) => functionOf(context, offer)).join("\n")}
# Completes the command that assent is given as if it stood alone.
_assent_command() {
  if [[ $words[1] == -- ]]; then shift words; ((CURRENT--)); fi
  _normal
}

_assent_profiles() {
  local -a names
  names=(\${(f)"$(assent completion profiles 2>/dev/null)"})
  compadd -a names
}

if [[ $funcstack[1] == _assent ]]; then _assent "$@"; else compdef _assent assent; fi
`;
}

function functionOf(context: Context, { contexts, choices }: Offer): string {
  const { path, parts, options, words } = context;
  const specs = options.map((option) => `    ${optionSpecs(option, choices)} \\\n`).join("");
  // Behind the first word of a command, options are its own.
  const rest = parts.length > 0 || words === "command" ? " -A '-*'" : "";
  if (parts.length === 0) {
    return `${nameOf(path)}() {\n  _arguments -s -S${rest} : \\\n${specs}    ${wordSpec(words, choices)}\n}\n`;
  }
  const list = parts.map(([part, does]) => `    ${quoted(`${escaped(part)}:${does}`)}\n`).join("");
  const cases = contexts
    .filter((each) => each.path !== "" && each.path.split(" ").slice(0, -1).join(" ") === path)
    .map((each) => `      ${each.path.split(" ").at(-1) ?? ""}) ${nameOf(each.path)} ;;\n`);
  // Where a word is no part of it, it begins a command.
  if (words === "command") cases.push("      *) _assent_command ;;\n");
  const first =
    words === "command" ? "_describe -t parts part parts; _command_names -e" : "_describe -t parts part parts";
  return `${nameOf(path)}() {
  local state line
  local -a parts
  parts=(
${list}  )
  _arguments -s -S${rest} -C : \\
${specs}    '1: :->part' '*:: :->rest'
  case $state in
    part) ${first} ;;
    rest) case $words[1] in
${cases.join("")}    esac ;;
  esac
}
`;
}

function nameOf(path: string): string {
  return path === "" ? "_assent" : `_assent_${path.replaceAll(" ", "_")}`;
}

/** `'-a+[words]:POLICY:(never …)' '--ask-for-approval=[words]:POLICY:(never …)'`: each name as `_arguments` takes it. */
function optionSpecs({ names, value, says }: OfferedOption, choices: Choices): string {
  const takes = value === null ? "" : `:${value[0]}:${actionOf(value[1], choices)}`;
  const specs = names.map((name) => {
    const joins = value === null ? "" : name.startsWith("--") ? "=" : "+";
    return quoted(`*${name}${joins}[${escaped(says)}]${takes}`);
  });
  return specs.join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Colons and brackets part the pieces of a specification. */
function escaped(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, "\\$&");
}

function wordSpec(words: ValueKind | null, choices: Choices): string {
  if (words === null) return "':'";
  if (words === "command") return "'*::command:_assent_command'";
  return quoted(`*:${words}:${actionOf(words, choices)}`);
}

function actionOf(kind: ValueKind, choices: Choices): string {
  const known = choices[kind];
  if (kind === "key") return `compadd -S "" -- ${(known ?? []).join(" ")}`;
  if (known !== undefined) return `(${known.join(" ")})`;
  if (kind === "file") return "_files";
  if (kind === "folder") return "_files -/";
  return kind === "profile" ? "_assent_profiles" : " ";
}
