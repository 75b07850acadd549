/** The completion script for fish: one line for each word that may follow. */
import type { Choices, Context, OfferedOption, Offer } from "./completion-offer.ts";
import type { ValueKind } from "./option-table.ts";

export function fishScript({ contexts, choices }: Offer): string {
  const paths = contexts.filter(({ path }) => path !== "").map(({ path }) => quoted(path));
  const commands = contexts.filter(({ words }) => words === "command").map(({ path }) => quoted(path));
  const valued = new Set(
    contexts.flatMap(({ options }) => options.flatMap(({ names, value }) => (value === null ? [] : names))),
  );
  return `# Completes assent in fish: assent completion fish > ~/.config/fish/completions/assent.fish

set -g __assent_paths ${paths.join(" ")}
set -g __assent_commands ${commands.join(" ")}
set -g __assent_valued ${[...valued].join(" ")}
${FUNCTIONS}
complete -c assent -f
complete -c assent -n __assent_in_command -a '(__assent_command)'
${contexts.map((context) => linesOf(context, choices)).join("")}`;
}

function linesOf({ path, parts, options, words }: Context, choices: Choices): string {
  const when = `complete -c assent -n ${quoted(`__assent_at ${quoted(path)}`)}`;
  const lines = [
    ...parts.map(([name, does]) => `${when} -a ${name} -d ${quoted(does)}`),
    ...options.map((option) => `${when} ${optionOf(option, choices)}`),
    ...(words === null ? [] : [`${when} ${valuesOf(words, choices)}`]),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

function optionOf({ names, value, says }: OfferedOption, choices: Choices): string {
  const spelled = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const takes = value === null ? "" : `-r ${valuesOf(value[1], choices)}`;
  return `${spelled.join(" ")} -d ${quoted(says)} ${takes}`;
}

function valuesOf(kind: ValueKind, choices: Choices): string {
  const known = choices[kind];
  if (known !== undefined) return `-f -a ${quoted(known.join(" "))}`;
  if (kind === "file") return "-F";
  if (kind === "folder") return "-f -a '(__fish_complete_directories)'";
  if (kind === "profile") return "-f -a '(assent completion profiles 2>/dev/null)'";
  return kind === "command" ? "-f -a '(__fish_complete_command)'" : "-f";
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}

const FUNCTIONS = String.raw`
# Prints the path of the command that is typed; fails inside the command that assent is given.
function __assent_path
    set -l path
    set -l skip
    for word in (commandline -opc)[2..]
        if test -n "$skip"
            set skip
            continue
        end
        switch $word
            case --
                contains -- "$path" $__assent_commands; and return 1
            case '-*'
                contains -- $word $__assent_valued; and set skip yes
            case '*'
                if contains -- (string join ' ' $path $word) $__assent_paths
                    set path (string join ' ' $path $word)
                else if contains -- "$path" $__assent_commands
                    return 1
                end
        end
    end
    echo "$path"
end

function __assent_at
    set -l path (__assent_path)
    and test "$path" = "$argv[1]"
end

function __assent_in_command
    not __assent_path >/dev/null
end

# Completes the command that assent is given as if it stood alone.
function __assent_command
    set -l words (commandline -opc)[2..]
    set -l skip
    set -l path
    while set -q words[1]
        set -l word $words[1]
        if test -n "$skip"
            set skip
        else if test "$word" = --
            set -e words[1]
            break
        else if string match -q -- '-*' $word
            contains -- $word $__assent_valued; and set skip yes
        else if contains -- (string join ' ' $path $word) $__assent_paths
            set path (string join ' ' $path $word)
        else
            break
        end
        set -e words[1]
    end
    complete -C (string join ' ' -- (string escape -- $words) (commandline -ct))
end
`;
