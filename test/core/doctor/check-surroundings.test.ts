/** What the doctor says of proxies, secrets, the terminal, assent's folder and other agents. */
import { expect, test } from "vitest";
import {
  checkAgents,
  checkHome,
  checkNetwork,
  checkSecrets,
  checkTerminal,
} from "../../../src/core/doctor/check-surroundings.ts";
import type { HomeFacts, NetworkFacts, OwnPath, SecretsFacts, TerminalFacts } from "../../../src/core/doctor/facts.ts";
import { shown } from "./shown.ts";

const NETWORK: NetworkFacts = { proxies: [], noProxy: null, hasHosts: false, hasHelper: true };
const NETWORKS: readonly [name: string, over: Partial<NetworkFacts>, expected: readonly string[]][] = [
  [
    "nothing set",
    {},
    [
      "ok network.proxy | proxies: none in the environment",
      "ok network.hosts | hosts one by one: not asked for by the settings",
    ],
  ],
  [
    "proxies, one of them mistyped",
    {
      proxies: [
        { name: "HTTPS_PROXY", address: "http://[hidden]@proxy.example:3128", isUsable: true },
        { name: "http_proxy", address: "", isUsable: false },
      ],
      noProxy: "localhost",
      hasHosts: true,
    },
    [
      "ok network.proxy | HTTPS_PROXY: http://[hidden]@proxy.example:3128",
      "warning network.proxy | http_proxy: this is no address of a proxy -> write http://HOST:PORT, or unset http_proxy",
      "ok network.no-proxy | without a proxy: localhost",
      "ok network.hosts | hosts one by one: through assent's own proxy",
    ],
  ],
  [
    "hosts without the supervisor",
    { hasHosts: true, hasHelper: false },
    [
      "ok network.proxy | proxies: none in the environment",
      "problem network.hosts | hosts one by one: need the supervisor, which is missing -> build the supervisor " +
        "(see Sandbox); until then no host can be reached",
    ],
  ],
];
test.each(NETWORKS)("network: %s", (_name, over, expected) => {
  expect(shown(checkNetwork({ ...NETWORK, ...over }))).toEqual(expected);
});

const SECRETS: SecretsFacts = { deniesStores: true, stores: [], allowed: [], variables: [] };
const SECRET: readonly [name: string, over: Partial<SecretsFacts>, expected: readonly string[]][] = [
  ["none", {}, ["ok secrets.stores | key stores: none here", "ok secrets.variables | variables: none is withheld"]],
  [
    "some",
    { stores: ["ssh", "aws"], allowed: ["npm"], variables: ["GITHUB_TOKEN"] },
    [
      "ok secrets.stores | key stores: withheld: ssh, aws",
      "ok secrets.allowed | let through: npm",
      "ok secrets.variables | variables: withheld: GITHUB_TOKEN",
    ],
  ],
  [
    "the list switched off",
    { deniesStores: false },
    [
      "warning secrets.stores | key stores: commands may read them: key_stores.deny is false -> " +
        "`assent config set key_stores.deny true` withholds them",
      "ok secrets.variables | variables: none is withheld",
    ],
  ],
];
test.each(SECRET)("secrets: %s", (_name, over, expected) => {
  expect(shown(checkSecrets({ ...SECRETS, ...over }))).toEqual(expected);
});

const TERMINAL: TerminalFacts = {
  hasTerminal: true,
  size: { columns: 80, rows: 24 },
  term: "xterm-256color",
  isUnicode: true,
  hasColour: true,
  through: [],
};
const SIZE = "ok terminal.size | size: 80 columns, 24 rows";
const TERMINALS: readonly [name: string, over: Partial<TerminalFacts>, expected: readonly string[]][] = [
  [
    "one like any",
    {},
    ["ok terminal.tty | terminal: xterm-256color", SIZE, "ok terminal.look | look: UTF-8, with colours"],
  ],
  [
    "none",
    { hasTerminal: false, size: null },
    [
      "warning terminal.tty | terminal: none: what must be asked is refused -> run it in a terminal, or give answers with --answers",
    ],
  ],
  [
    "from afar, small and plain",
    { size: { columns: 59, rows: 14 }, isUnicode: false, hasColour: false, through: ["tmux", "ssh"], term: "dumb" },
    [
      "ok terminal.tty | terminal: dumb, through tmux and ssh",
      "warning terminal.size | size: 59 columns, 14 rows -> questions are easier to read with 60 by 15 or more",
      "warning terminal.look | look: ASCII, without colours: all else is shown escaped -> set LANG to a UTF-8 locale, as C.UTF-8",
      "warning terminal.term | TERM: names no terminal, so each question is printed anew -> set TERM, as xterm-256color",
    ],
  ],
  [
    "without TERM",
    { term: null },
    [
      "ok terminal.tty | terminal: of no name",
      SIZE,
      "ok terminal.look | look: UTF-8, with colours",
      "warning terminal.term | TERM: names no terminal, so each question is printed anew -> set TERM, as xterm-256color",
    ],
  ],
];
test.each(TERMINALS)("terminal: %s", (_name, over, expected) => {
  expect(shown(checkTerminal({ ...TERMINAL, ...over }))).toEqual(expected);
});

const own = (path: string, mode: number, owner = 1000): OwnPath => ({ path, owner, mode });
const HOME: HomeFacts = {
  home: "/home/you/.codex",
  user: 1000,
  state: "writable",
  bytesFree: 4 * 1024 ** 3,
  paths: [own("/", 0o755, 0), own("/home/you/.codex", 0o700), own("/home/you/.codex/config.toml", 0o600)],
};
const FOLDER = "ok home.folder | folder: /home/you/.codex";
const SPACE = "ok home.space | disk: 4096 MiB free for the log";
const ROOM = "make room: nothing is run that cannot be written to the log";
const DECIDES = "whoever writes there decides what assent allows";
const HOMES: readonly [name: string, over: Partial<HomeFacts>, expected: readonly string[]][] = [
  ["in order", {}, [FOLDER, SPACE]],
  [
    "not made yet, disk unknown",
    { state: "missing", bytesFree: null },
    ["ok home.folder | folder: /home/you/.codex is made when it is needed"],
  ],
  [
    "not writable",
    { state: { why: "permission denied" } },
    [
      "problem home.folder | folder: /home/you/.codex: permission denied -> make it a folder that you may write to",
      SPACE,
    ],
  ],
  [
    "little room",
    { bytesFree: 5 * 1024 ** 2 },
    [FOLDER, `warning home.space | disk: 5 MiB free for the log -> ${ROOM}`],
  ],
  ["no room", { bytesFree: 4096 }, [FOLDER, `problem home.space | disk: 0 MiB free for the log -> ${ROOM}`]],
  [
    "settings that everybody can write",
    { paths: [own("/home/you/.codex/config.toml", 0o666)] },
    [
      FOLDER,
      SPACE,
      "problem home.permissions | permissions: /home/you/.codex/config.toml can be written by everybody -> " +
        `\`chmod o-w /home/you/.codex/config.toml\`: ${DECIDES}`,
    ],
  ],
  [
    "settings that a group can write",
    { paths: [own("/home/you/.codex/rules", 0o775)] },
    [
      FOLDER,
      SPACE,
      "warning home.permissions | permissions: /home/you/.codex/rules can be written by its group -> " +
        "`chmod g-w /home/you/.codex/rules`",
    ],
  ],
  [
    "above: a sticky folder is nobody's, a loose one is everybody's, its group is its own affair",
    { paths: [own("/tmp", 0o1777, 0), own("/home", 0o777, 0), own("/home/you", 0o775)] },
    [
      FOLDER,
      SPACE,
      `problem home.permissions | permissions: /home can be written by everybody -> \`chmod o-w /home\`: ${DECIDES}`,
    ],
  ],
  [
    "a name that a shell would take for more",
    { paths: [own("/home/you/.codex/rules/a; rm -r x.rules", 0o666)] },
    [
      FOLDER,
      SPACE,
      "problem home.permissions | permissions: /home/you/.codex/rules/a; rm -r x.rules can be written by everybody -> " +
        `\`chmod o-w '/home/you/.codex/rules/a; rm -r x.rules'\`: ${DECIDES}`,
    ],
  ],
  [
    "a sticky folder in the home is no excuse",
    { paths: [own("/home/you/.codex/rules", 0o1777)] },
    [
      FOLDER,
      SPACE,
      "problem home.permissions | permissions: /home/you/.codex/rules can be written by everybody -> " +
        `\`chmod o-w /home/you/.codex/rules\`: ${DECIDES}`,
    ],
  ],
  [
    "somebody else's",
    { paths: [own("/home/you/.codex", 0o755, 1001)] },
    [
      FOLDER,
      SPACE,
      "problem home.owner | owner: /home/you/.codex belongs to user 1001 -> `sudo chown 1000 /home/you/.codex`: " +
        "its owner can change what assent allows",
    ],
  ],
  [
    "root's",
    { user: 0, paths: [own("/root/.codex", 0o700, 0)] },
    [
      FOLDER,
      SPACE,
      "warning home.root | user: assent runs as root -> work as an ordinary user: the sandbox holds, but what leaves it may do everything",
    ],
  ],
];
test.each(HOMES)("home: %s", (_name, over, expected) => {
  expect(shown(checkHome({ ...HOME, ...over }))).toEqual(expected);
});

test("other agents are only told of", () => {
  const found = [{ name: "codex", path: "/usr/bin/codex" }];
  expect(shown([...checkAgents({ found }), ...checkAgents({ found: [] })])).toEqual([
    "ok agents.found | codex: /usr/bin/codex",
    "ok agents.found | others: none on PATH",
  ]);
});
