/** Looks up what is around assent: proxies, key stores, terminal, its folder, other agents. */
import { accessSync, constants, lstatSync, statfsSync, statSync } from "node:fs";
import type { AgentFacts, HomeFacts, NetworkFacts, OwnPath, TerminalFacts } from "../../core/doctor/facts.ts";
import { KEY_STORES } from "../../core/permissions/key-stores.ts";
import { resolvePath } from "../../kit/path.ts";
import { namesIn } from "../disk-names.ts";
import { keyStoresAt, type KeyStoresWanted } from "../key-stores.ts";
import { systemWords } from "../text-file.ts";
import { controllingTerminal } from "../tty.ts";

type Env = Readonly<Record<string, string | undefined>>;

const PROXIES = /^(?:https?|all|ftp)_proxy$/i;
const SCHEMES = ["http:", "https:", "socks:", "socks4:", "socks4a:", "socks5:", "socks5h:"];

/** A name and password in an address are left out. */
export function proxiesIn(env: Env): Pick<NetworkFacts, "proxies" | "noProxy"> {
  const proxies = Object.entries(env).flatMap(([name, value = ""]) =>
    PROXIES.test(name) && value !== "" ? [{ name, ...addressOf(value) }] : [],
  );
  const noProxy = env["NO_PROXY"] ?? env["no_proxy"] ?? "";
  return { proxies: proxies.toSorted((a, b) => (a.name < b.name ? -1 : 1)), noProxy: noProxy === "" ? null : noProxy };
}

function addressOf(text: string): { readonly address: string; readonly isUsable: boolean } {
  const whole = text.includes("://") ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (url === null || !SCHEMES.includes(url.protocol) || url.host === "") return { address: "", isUsable: false };
  const secret = url.username === "" && url.password === "" ? "" : "[hidden]@";
  return { address: `${url.protocol}//${secret}${url.host}`, isUsable: true };
}

/** Names of the stores of which something stands here. */
export function storesHere(wanted: KeyStoresWanted): readonly string[] {
  return KEY_STORES.map(({ name }) => name).filter((name) => {
    const others = KEY_STORES.flatMap((store) => (store.name === name ? [] : [store.name]));
    const paths = keyStoresAt({ ...wanted, allow: [...wanted.allow, ...others] });
    return paths.some((path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined);
  });
}

/** @param look what the terminal can show, by the environment */
export function terminalFacts(
  env: Env,
  look: { readonly isUnicode: boolean; readonly hasColour: boolean },
): TerminalFacts {
  const terminal = controllingTerminal();
  const through = [
    ...((env["TMUX"] ?? "") === "" ? [] : ["tmux"]),
    ...((env["STY"] ?? "") === "" ? [] : ["screen"]),
    ...((env["SSH_CONNECTION"] ?? env["SSH_TTY"] ?? "") === "" ? [] : ["ssh"]),
  ];
  const term = env["TERM"] ?? "";
  return {
    hasTerminal: terminal !== null,
    size: terminal?.size() ?? null,
    term: term === "" ? null : term,
    through,
    ...look,
  };
}

/** @param home absolute; it need not exist */
export function homeFacts(home: string): HomeFacts {
  const above = home.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/") || "/");
  const steering = ["config.toml", "requirements.toml", "rules", "execpolicy", "assent", "assent/log", "assent/trust"];
  const rules = ["rules", "execpolicy"].flatMap((name) =>
    namesIn(`${home}/${name}`).map((each) => `${home}/${name}/${each}`),
  );
  const paths = [...above, ...steering.map((name) => `${home}/${name}`), ...rules];
  return {
    home,
    user: process.getuid?.() ?? null,
    state: stateOf(home),
    bytesFree: bytesFree(above.toReversed()),
    paths: paths.flatMap(ownPath),
  };
}

/** Links are followed: what they lead to is what counts. */
function ownPath(path: string): readonly OwnPath[] {
  try {
    const { uid, mode } = statSync(path);
    return [{ path, owner: uid, mode: mode & 0o7777 }];
  } catch {
    // Nothing there, or nothing that could be looked at.
    return [];
  }
}

function stateOf(home: string): HomeFacts["state"] {
  if (lstatSync(home, { throwIfNoEntry: false }) === undefined) return "missing";
  try {
    if (!statSync(home).isDirectory()) return { why: "it is no folder" };
    accessSync(home, constants.W_OK | constants.X_OK);
    return "writable";
  } catch (error) {
    return { why: systemWords(error) };
  }
}

/** Of the first folder that exists. */
function bytesFree(folders: readonly string[]): number | null {
  for (const folder of folders) {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    } catch {
      // Not there yet: the disk is that of the folder above.
    }
  }
  return null;
}

const AGENTS: readonly string[] = ["codex", "claude", "gemini", "opencode", "aider", "goose", "cursor-agent"];

/** @param path as in the environment */
export function agentsOn(path: string | undefined): AgentFacts {
  const folders = (path ?? "").split(":").filter((folder) => folder.startsWith("/"));
  const found = AGENTS.flatMap((name) => {
    const place = folders.map((folder) => resolvePath(folder, name)).find(isProgram);
    return place === undefined ? [] : [{ name, path: place }];
  });
  return { found };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not to be run.
    return false;
  }
}
