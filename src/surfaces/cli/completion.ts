/** `assent completion`: the script for a shell, and the names that it asks for. */
import { nearest } from "../../kit/nearest.ts";
import { visible } from "../../kit/text.ts";
import { parseArguments } from "./arguments.ts";
import { COMPLETION } from "./commands-settings.ts";
import { bashScript } from "./completion-bash.ts";
import { fishScript } from "./completion-fish.ts";
import { offerOf, SHELLS } from "./completion-offer.ts";
import { zshScript } from "./completion-zsh.ts";
import { EXIT } from "./exit.ts";
import { commandHelp } from "./help.ts";
import { tellUsage } from "./usage.ts";

export type CompletionIo = {
  /** Dotted keys of `config.toml`. */
  keys(): Promise<readonly string[]>;
  /** The names of the profiles that `-p` takes here. Rejects with the reason in words. */
  profiles(): Promise<readonly string[]>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: () => boolean;
};

/** What the scripts call for the names that only the machine knows. */
const PROFILES = "profiles";

/** Resolves with the exit status. */
export async function completion(args: readonly string[], io: CompletionIo): Promise<number> {
  const parsed = parseArguments(args, [], "mix");
  if (!parsed.ok) return tellUsage("completion", parsed.error, io.error);
  const [shell, extra] = parsed.value.rest;
  if (parsed.value.values.has("help")) {
    io.out(commandHelp("completion", COMPLETION, io.colour()));
    return EXIT.ok;
  }
  if (shell === undefined || extra !== undefined)
    return tellUsage("completion", `takes one shell: ${SHELLS.join(", ")}`, io.error);
  if (shell === PROFILES) {
    // A name that a shell would read as more than a word is left to be typed.
    io.out(
      (await io.profiles())
        .filter((name) => /^\w[\w.-]*$/.test(name))
        .map((name) => `${name}\n`)
        .join(""),
    );
    return EXIT.ok;
  }
  const offer = offerOf(await io.keys());
  switch (shell) {
    case "bash":
      io.out(bashScript(offer));
      return EXIT.ok;
    case "zsh":
      io.out(zshScript(offer));
      return EXIT.ok;
    case "fish":
      io.out(fishScript(offer));
      return EXIT.ok;
    default: {
      const meant = nearest(shell, SHELLS);
      const hint = meant === null ? "" : `; did you mean ${meant}?`;
      return tellUsage(
        "completion",
        visible(`there is nothing for ${JSON.stringify(shell)}, only for ${SHELLS.join(", ")}${hint}`),
        io.error,
      );
    }
  }
}
