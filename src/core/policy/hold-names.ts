/** Other names under which one program, or one of its subcommands, is called. */
import { baseName } from "../../kit/path.ts";
import { textOf, textValue, type Value } from "../script/value.ts";

export type Called = { readonly name: string; readonly args: readonly Value[] };

/** What else the words call: `pip` for `pip3.11` and `python -m pip`, `tar -xf` for `tar xf`; a few at most. */
export function othersOf(name: string, args: readonly Value[]): readonly Called[] {
  const others: Called[] = [];
  const plain = name.replace(/(?<=[a-z])[-.]?\d[\d.]*$|\.exe$/i, "");
  if (plain !== name && plain !== "") others.push({ name: plain, args });
  const [first, ...rest] = args;
  const word = first === undefined ? null : textOf(first);
  if (/^(?:python|pypy)$/.test(plain)) others.push(...moduleOf(args));
  else if (first !== undefined && word !== null && (HANDS_ON.get(plain)?.test(word) ?? false))
    others.push({ name: baseName(word), args: rest });
  else if (plain === "cargo" && word?.startsWith("+") === true) others.push({ name: plain, args: rest });
  else if (CLUSTERS.test(plain) && word !== null && /^[A-Za-z]+$/.test(word))
    others.push({ name: plain, args: [textValue(`-${word}`), ...rest] });
  return others;
}

const HANDS_ON: ReadonlyMap<string, RegExp> = new Map([
  ["uv", /^pip$/],
  ["corepack", /^(?:npm|npx|pnpm|pnpx|yarn)$/],
]);

/** Their first word may be letters of options without a dash. */
const CLUSTERS = /^(?:tar|gtar|bsdtar|ar|ps)$/;

function moduleOf(args: readonly Value[]): readonly Called[] {
  const at = args.findIndex((word) => /^-[A-Za-z]*m$/.test(textOf(word) ?? ""));
  const name = at === -1 ? null : textOf(args[at + 1] ?? textValue(""));
  return name === null || name === "" ? [] : [{ name, args: args.slice(at + 2) }];
}

const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  npm: [
    "install i in ins inst insta instal isnt isnta isntal isntall add",
    "uninstall un unlink remove rm r",
    "ci clean-install ic install-clean isntall-clean",
    "test t tst",
    "run run-script rum urn",
    "update up upgrade udpate",
    "exec x",
    "config c",
    "view info show v",
    "list ls la ll",
    "search s se find",
    "rebuild rb",
    "link ln",
    "login adduser add-user",
    "version verison",
  ],
  pnpm: ["install i", "add install i", "remove rm uninstall un", "update up upgrade", "run run-script", "link ln"],
  yarn: ["remove rm", "install add"],
  bun: ["install i", "add a", "remove rm", "exec x"],
  cargo: ["build b", "check c", "run r", "test t", "doc d", "remove rm", "clippy c"],
  composer: ["install i", "require req r", "update u upgrade", "remove rm uninstall"],
  gem: ["install i", "uninstall un"],
  brew: ["uninstall remove rm", "install instal", "update up"],
  helm: ["uninstall delete del un", "list ls", "upgrade up"],
  svn: ["commit ci", "delete del remove rm", "checkout co"],
  hg: ["commit ci", "update up checkout co"],
};

const CLASSES: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries(SYNONYMS).map(([name, lines]) => [name, lines.map((line) => line.split(" "))]),
);

/** Whether the first may be another way to say the second; npm lets its subcommands be cut short. */
export function meansSame(program: string, given: string, meant: string): boolean {
  if (given === meant) return false;
  const classes = CLASSES.get(program);
  if (classes === undefined) return false;
  if (program === "npm" && given.length > 1 && meant.startsWith(given)) return true;
  return classes.some((one) => one.includes(given) && one.includes(meant));
}
