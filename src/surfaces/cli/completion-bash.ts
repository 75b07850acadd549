/** The completion script for bash; bash-completion is used where it is there. */
import type { Choices, Context, Offer } from "./completion-offer.ts";

export function bashScript({ contexts, choices }: Offer): string {
  return `# Completes assent in bash: eval "$(assent completion bash)"
${FUNCTIONS}
# Sets what may follow the command in $1; fails where there is none.
_assent_context() {
  case $1 in
${contexts.map(contextCase).join("")}    *) return 1 ;;
  esac
}

# Prints the words of one kind, a line each.
_assent_words() {
  case $1 in
${Object.entries(choices).map(choiceCase).join("")}    profile) assent completion profiles 2>/dev/null ;;
  esac
}

complete -F _assent assent
`;
}

function contextCase({ path, parts, options, words }: Context): string {
  const names = options.flatMap((option) => option.names);
  const values = options.flatMap(({ names: all, value }) =>
    value === null ? [] : all.map((name) => `${name}=${value[1]}`),
  );
  const sets = [
    `parts='${parts.map(([name]) => name).join(" ")}'`,
    `options='${names.join(" ")}'`,
    `values='${values.join(" ")}'`,
    `words='${words ?? ""}'`,
  ];
  return `    '${path}') ${sets.join(" ")} ;;\n`;
}

function choiceCase([kind, words]: [string, Choices[keyof Choices]]): string {
  return `    ${kind}) printf '%s\\n' ${(words ?? []).join(" ")} ;;\n`;
}

const FUNCTIONS = `
_assent() {
  local path= expects= at word
  local parts options values words
  _assent_context ''
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    # Bash parts words at "=" as well.
    if [[ $word == = ]]; then continue; fi
    if [[ -n $expects ]]; then expects=; continue; fi
    case $word in
      --) if [[ $words == command ]]; then _assent_command $((at + 1)); return; fi ;;
      -*) expects=$(_assent_kind "$word") ;;
      *)
        if _assent_context "\${path:+$path }$word"; then
          path="\${path:+$path }$word"
        elif [[ $words == command ]]; then
          _assent_command "$at"
          return
        fi ;;
    esac
  done
  local typed=\${COMP_WORDS[COMP_CWORD]}
  if [[ $typed == = ]]; then typed=; fi
  COMPREPLY=()
  if [[ -n $expects ]]; then
    _assent_offer "$expects" "$typed" =
  elif [[ $typed == -* ]]; then
    _assent_match "$typed" <<<"\${options// /$'\\n'}"
  else
    if [[ -n $parts ]]; then _assent_match "$typed" <<<"\${parts// /$'\\n'}"; fi
    _assent_offer "$words" "$typed" ''
  fi
}

# What the value of an option is; nothing for a switch.
_assent_kind() {
  local each
  for each in $values; do
    if [[ \${each%%=*} == "$1" ]]; then printf '%s' "\${each#*=}"; return; fi
  done
}

# Completes the command that assent is given, whose first word is the one at $1.
_assent_command() {
  if declare -F _command_offset >/dev/null; then
    _command_offset "$1"
  elif ((COMP_CWORD == $1)); then
    _assent_offer command "\${COMP_WORDS[COMP_CWORD]}" ''
  else
    _assent_offer file "\${COMP_WORDS[COMP_CWORD]}" ''
  fi
}

# Offers words of the kind $1 that begin with $2; $3 stands behind keys.
_assent_offer() {
  case $1 in
    '' | text) ;;
    command) mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -c -- "$2") ;;
    folder) compopt -o filenames; mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$2") ;;
    file) compopt -o filenames; mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$2") ;;
    key)
      if [[ -n $3 ]]; then compopt -o nospace; fi
      _assent_match "$2" "$3" < <(_assent_words key) ;;
    *) _assent_match "$2" < <(_assent_words "$1") ;;
  esac
}

# Takes the lines that begin with $1, each with $2 behind it.
_assent_match() {
  local line
  while IFS= read -r line; do
    if [[ $line == "$1"* ]]; then COMPREPLY+=("$line\${2-}"); fi
  done
}
`;
