/** Programs that are given a small program of their own: awk, sed, jq and the like. */
import { PRINTS_ENVIRONMENT } from "./printing.ts";
import { showValue, textOf, textValue, type Value } from "../../script/value.ts";
import { readAwk } from "../awk.ts";
import type { Effect } from "../effect.ts";
import { keepsNamesOf } from "../names-only.ts";
import type { Addition, Call, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";
import { isSecretVariable } from "../secret-variables.ts";
import { namesSecret } from "../secrets.ts";
import { readSed } from "../sed.ts";

export const QUERYING: readonly Row[] = [
  {
    names: ["awk", "gawk", "mawk", "nawk", "original-awk", "bwk", "goawk"],
    about: "runs a program on each line",
    options: {
      "-F= --field-separator= -v= --assign= -b --characters-as-bytes -c --traditional -P --posix -r -S --sandbox": "ok",
      "--re-interval -M --bignum -N --use-lc-numeric -n --non-decimal-data -O --optimize -s --no-optimize": "ok",
      "-t --lint-old -L=? --lint=? -C --copyright -g --gen-pot -k --csv": "ok",
      "-e= --source=": "ok",
      "-f= --file= -E= --exec= -i= --include= -l= --load=": "runs",
      "-d=? --dump-variables=? -o=? --pretty-print=? -p=? --profile=?": "write",
      "-D=? --debug=? -W=": "unknown",
      "-h --help -V --version -version --usage": "informs",
    },
    hook: awk,
  },
  {
    names: ["sed", "gsed"],
    about: "changes lines on their way",
    options: {
      "-n --quiet --silent -E -r --regexp-extended -s --separate -u --unbuffered -z --null-data --posix": "ok",
      "--line-length= --sandbox --debug --follow-symlinks -b --binary -a": "ok",
      "-e= --expression=": "ok",
      "-f= --file=": "runs",
      // GNU: takes a number. BSD: takes nothing.
      "-l=": "unknown",
      // BSD: takes its suffix as the next word. GNU: attached.
      "-i=? --in-place=? -I=?": "ok",
      "--help --version": "informs",
    },
    hook: sed,
  },
  {
    names: ["jq", "gojq", "jaq"],
    about: "takes values out of JSON",
    options: {
      "-a --ascii-output -c --compact-output -C --color-output -e --exit-status -j --join-output": "ok",
      "-M --monochrome-output -n --null-input -r --raw-output -R --raw-input -s --slurp -S --sort-keys --tab": "ok",
      "--stream --stream-errors --seq --unbuffered --indent= --raw-output0 --yaml-input --yaml-output": "ok",
      "--args, --jsonargs, --arg=, --argjson=, --slurpfile=, --rawfile=, --argfile=": "ok",
      "-f= --from-file=, -L= --library-path=": "runs",
      "-i --in-place": "write",
      "-h --help -V --version --build-configuration": "informs",
    },
    hook: jq,
  },
  {
    names: ["yq", "xq", "tomlq", "dasel", "gron", "jp", "jo", "pup"],
    about: "takes values out of YAML, TOML, XML or JSON",
    options: {
      "-P --prettyPrint -C --colors -M --no-colors -r --raw-output --unwrapScalar=? -j --tojson -e --exit-status": "ok",
      "-N --no-doc -n --null-input -I= --indent= -o= --output-format= -p= --input-format= -y -Y --yaml-output": "ok",
      "-c --compact-output -s --slurp -S --sort-keys -0 --nul-output -v --verbose -X --xml-output -t -x -w= -q": "ok",
      "-a= --ungron -u -m --monochrome --no-sort": "ok",
      "-i --inplace --in-place": "write",
      "--split-exp= --split-exp-file= --from-file= -L=": "runs",
      "-h --help -V --version": "informs",
    },
    hook: yq,
  },
  {
    names: ["xmllint", "xmlstarlet", "xpath"],
    about: "checks XML and takes values out of it",
    options: {
      "--format --noout --xpath= --schema= --valid --recover --html --pretty= --encode= --nowarning --noblanks": "ok",
      "--nonet --huge --stream --c14n --dropdtd": "ok",
      "--output= -o=": "write",
    },
    operands: "read",
    // What a document names as its parts is read, too.
    safe: "boxed",
  },
  {
    names: ["csvcut", "csvgrep", "csvlook", "csvstat", "csvsort", "csvjson", "in2csv", "xsv", "qsv", "mlr", "miller"],
    about: "takes values out of tables",
    anyOption: true,
    operands: "read",
    safe: "no",
  },
];

/** Texts of a program that may be the names of files. */
function dangerOfTexts(texts: readonly string[], scene: Scene): string | null {
  const secret = texts.find((text) => namesSecret(textValue(text), scene));
  return secret === undefined ? null : `may read a secret (${secret})`;
}

/** @param names variables that are shown; empty for all */
function dangerOfEnvironment(names: readonly string[] | null): string | null {
  if (names === null) return null;
  if (names.length === 0) return PRINTS_ENVIRONMENT;
  const secret = names.find(isSecretVariable);
  return secret === undefined ? null : `prints a secret ($${secret})`;
}

function reads(files: readonly Value[], scene: Scene): readonly Effect[] {
  return files.map((file) => onPath("read", file, scene));
}

function awk(call: Call, scene: Scene): Addition {
  const inFile = ["-f", "-E", "-i", "-l"].some((option) => call.has(option));
  const given = call.valuesOf("-e");
  const isFirst = given.length === 0 && !inFile;
  const programs = isFirst ? call.operands.slice(0, 1) : given;
  // `name=value` sets a variable, and any other word is a file.
  const files = call.operands.slice(isFirst ? 1 : 0).filter((file) => !/^[A-Za-z_]\w*=/.test(textOf(file) ?? ""));
  const readings = programs.map((program) => {
    const text = textOf(program);
    return text === null ? null : readAwk(text);
  });
  const known = readings.filter((reading) => reading !== null);
  const isKnown = known.length === readings.length && known.every(({ onlyPrints }) => onlyPrints);
  const environments = known.flatMap(({ environment }) => (environment === null ? [] : [environment]));
  const danger =
    environments.map(dangerOfEnvironment).find((one) => one !== null) ??
    dangerOfTexts(
      known.flatMap(({ onlyPrints, strings }) => (onlyPrints ? [] : strings)),
      scene,
    );
  if (keepsNamesOf("awk", files, scene)) return { names: reads(files, scene) };
  return { effects: [...reads(files, scene), ...(isKnown ? [] : [effect("unknown")])], danger };
}

function sed(call: Call, scene: Scene): Addition {
  const given = call.valuesOf("-e");
  const changes = call.has("-i");
  const isFirst = given.length === 0 && !call.has("-f");
  // BSD: `-i ''`, and then the script.
  const operands = changes && isSuffix(call.operands[0]) ? call.operands.slice(1) : call.operands;
  const scripts = isFirst ? operands.slice(0, 1) : given;
  const files = operands.slice(isFirst ? 1 : 0);
  const texts = scripts.map(textOf);
  const isLiteral = texts.every((text) => text !== null);
  const reading = readSed(texts.filter((text) => text !== null).join("\n"));
  const named = [
    ...reading.reads.map((path) => onPath("read", textValue(path), scene)),
    ...reading.writes.map((path) => onPath("write", textValue(path), scene)),
  ];
  const onFiles = files.map((file) => onPath(changes ? "write" : "read", file, scene));
  if (keepsNamesOf("sed", files, scene)) return { names: onFiles };
  const unclear = isLiteral && reading.understood ? [] : [effect("unknown")];
  return { effects: [...onFiles, ...named, ...unclear, ...(reading.runs ? [effect("runs")] : [])] };
}

function isSuffix(word: Value | undefined): boolean {
  return word !== undefined && /^(?:|\.[a-z]{1,8}|~)$/.test(textOf(word) ?? "-");
}

/** Options with two values of their own: the name, which the table takes, and what stands behind it. */
const PAIRED: ReadonlySet<string> = new Set(["--arg", "--argjson", "--slurpfile", "--rawfile", "--argfile"]);

function jq(call: Call, scene: Scene): Addition {
  const words = scene.sighting.words.slice(1);
  const second: Value[] = [];
  const files: Value[] = [];
  for (const [at, word] of words.entries()) {
    const text = textOf(word);
    const value = words[at + 2];
    if (text === null || value === undefined || !PAIRED.has(text)) continue;
    second.push(value);
    if (text !== "--arg" && text !== "--argjson") files.push(value);
  }
  const operands = call.operands.filter((operand) => !second.includes(operand));
  const isFirst = !call.has("-f");
  const [filter] = isFirst ? operands : [];
  const asText = call.has("--args") || call.has("--jsonargs");
  const inputs = asText ? [] : operands.slice(isFirst ? 1 : 0);
  const text = filter === undefined ? "" : textOf(filter);
  // What a shell puts into a filter is mostly a name, but it may be any filter.
  const unclear =
    text === null || /\b(?:import|include|modulemeta|get_search_list|input_line_number|\$__loc__)\b/.test(text);
  const environment = environmentOf(text ?? (filter === undefined ? "" : showValue(filter)));
  return {
    effects: [...reads([...files, ...inputs], scene), ...(unclear ? [effect("unknown")] : [])],
    danger: dangerOfEnvironment(environment),
    ...(environment === null ? {} : { unsafe: true }),
  };
}

/** The variables that a filter shows; empty for all of them, null for none. */
function environmentOf(filter: string): readonly string[] | null {
  const found = [...filter.matchAll(/(?<![.\w$"-])(?:\$ENV|env)\b(?!["\w:-])(?:\.([A-Za-z_]\w*))?/g)];
  if (found.length === 0) return null;
  const names = found.map((match) => match[1]);
  return names.every((name) => name !== undefined) ? names : [];
}

function yq(call: Call, scene: Scene): Addition {
  const [first, ...others] = call.operands;
  const isCommand = ["eval", "e", "eval-all", "ea"].includes(first === undefined ? "" : (textOf(first) ?? ""));
  const [filter, ...files] = isCommand ? others : call.operands;
  const text = filter === undefined ? "" : textOf(filter);
  const isClear = text !== null && !/\b(?:env|strenv|envsubst|load\w*|system|import|include)\b|\$ENV/.test(text);
  const changes = call.has("-i");
  const variables = [...(text ?? "").matchAll(/\b(?:str)?env\(\s*(\w+)/g)].map((match) => match[1] ?? "");
  // A file may stand in place of the filter.
  const named = [...(filter === undefined ? [] : [filter]), ...files];
  const onFiles = named.filter(
    (file) => file !== filter || /\.(?:ya?ml|json|toml|xml|csv|env)$/i.test(textOf(file) ?? ""),
  );
  return {
    effects: [
      ...onFiles.map((file) => onPath(changes ? "write" : "read", file, scene)),
      ...(isClear ? [] : [effect("unknown")]),
    ],
    danger: dangerOfEnvironment(variables.length === 0 ? null : variables),
  };
}
