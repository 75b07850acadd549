/** The environment that commands are started with, before anything of it is withheld. */
import type { Environment } from "../core/permissions/permissions.ts";

/**
 * assent's own, over it what it sets for all commands, and over that what the settings set. Programs are looked up with
 * it too: it may hold another PATH.
 */
export function commandVariables(
  { set }: Environment,
  own?: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  return set === undefined && own === undefined ? process.env : { ...process.env, ...own, ...set };
}

/**
 * For the commands of an agent, which reads what they print and sees no terminal: no colours, no pagers, one spelling of
 * characters. Names and values as Codex has them.
 *
 * @param thread the id of the thread whose commands they are
 */
export function agentVariables(thread: string): Readonly<Record<string, string>> {
  return {
    CODEX_CI: "1",
    CODEX_SESSION_ID: thread,
    CODEX_THREAD_ID: thread,
    COLORTERM: "",
    GH_PAGER: "cat",
    GIT_PAGER: "cat",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    LC_CTYPE: "C.UTF-8",
    NO_COLOR: "1",
    PAGER: "cat",
    TERM: "dumb",
  };
}
