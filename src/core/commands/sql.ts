/** What a text of SQL, or a database program's own commands, would lose or reach. */

/**
 * `reads`: nothing but questions. `writes`: changes that name what they change. `files`: reads or writes other files.
 * `loses`: what cannot be had back, and who may do what. `runs`: programs or code.
 */
export type SqlSays = { readonly kind: "reads" | "writes" | "files" | "loses" | "runs"; readonly what: string };

/** A statement has it if it says the first and, where they are given, the second but not the third. */
type Sign = {
  readonly says: RegExp;
  readonly also?: RegExp;
  readonly unless?: RegExp;
  readonly kind: SqlSays["kind"];
  readonly what: string;
};

const OBJECTS =
  "database|schema|table|view|materialized|index|column|user|role|owned|constraint|type|function|sequence|collection|keyspace|tablespace|extension|trigger|procedure|policy|publication|subscription";

/** In the order of strictness. */
const SIGNS: readonly Sign[] = [
  {
    says: /\bto\s+program\b|\bfrom\s+program\b|\\!|^\s*\.(?:shell|system)\b|^\s*system\b/im,
    kind: "runs",
    what: "runs a program",
  },
  { says: /\bxp_cmdshell\b|\bsys_(?:exec|eval)\b|\bedit\s*\(/i, kind: "runs", what: "runs a program" },
  {
    says: /\bload_extension\b|\bcreate\s+extension\b|^\s*\.load\b/im,
    kind: "runs",
    what: "loads code into the database",
  },
  { says: new RegExp(`\\bdrop\\s+(?:${OBJECTS})\\b`, "i"), kind: "loses", what: "drops what the database holds" },
  { says: /\btruncate\b(?!\s*\()/i, kind: "loses", what: "empties tables" },
  { says: /\bdelete\s+from\b/i, unless: /\bwhere\b/i, kind: "loses", what: "deletes every row" },
  { says: /\bupdate\s+[\w".`[\]]+\s+set\b/i, unless: /\bwhere\b/i, kind: "loses", what: "changes every row" },
  {
    says: /\balter\s+(?:table|database|schema)\b/i,
    also: /\bdrop\b/i,
    kind: "loses",
    what: "drops what the database holds",
  },
  {
    says: /\b(?:alter|create)\s+(?:user|role|login)\b|\bset\s+password\b/i,
    kind: "loses",
    what: "changes who may use the database",
  },
  { says: /\bgrant\b/i, also: /\bto\b/i, kind: "loses", what: "changes who may use the database" },
  { says: /\brevoke\b/i, also: /\bfrom\b/i, kind: "loses", what: "changes who may use the database" },
  { says: /\bshutdown\b|\bpg_(?:terminate|cancel)_backend\b/i, kind: "loses", what: "stops the server or its work" },
  {
    says: /\binto\s+(?:outfile|dumpfile)\b|\b(?:write|read)file\s*\(|\blo_(?:ex|im)port\b|\battach\b|\bload\s+data\b/i,
    kind: "files",
    what: "reads or writes other files",
  },
  { says: /\bcopy\b/i, also: /\b(?:to|from)\s+'/i, kind: "files", what: "reads or writes other files" },
  { says: /\bvacuum\b/i, also: /\binto\b/i, kind: "files", what: "reads or writes other files" },
  {
    says: /^\s*(?:\.(?:output|once|save|backup|clone|excel|import|read|open|restore|archive|log|cd|trace)|\\(?:o|copy|i|ir|w|g))\b/im,
    kind: "files",
    what: "reads or writes other files",
  },
];

const READS =
  /^(?:select|with|explain|show|describe|desc|values|table|use|begin|start|commit|end|rollback|set|analyze|pragma|help|status|\.(?:tables|schema|headers?|mode|width|indexes|indices|dbinfo|databases|stats|timer|echo|bail|changes|eqp|fullschema|nullvalue|separator|show|explain|exit|quit|help|timeout|prompt|dump)\b|\\[a-z?]+\+?(?:\s|$))/i;
const CHANGES =
  /\b(?:insert|update|delete|replace\s+into|create|alter|drop|merge|reindex|vacuum|call|do|execute|nextval|setval|into)\b|^pragma\b[^;]*=/i;

const READING: SqlSays = { kind: "reads", what: "reads" };
const WRITING: SqlSays = { kind: "writes", what: "changes the database" };

/** The strictest thing that any of its statements does; texts in quotes and comments do not count. Linear. */
export function readSql(text: string): SqlSays {
  const statements = withoutQuotes(text).split(";");
  const found = SIGNS.find(({ says, also, unless }) => {
    return statements.some((one) => says.test(one) && also?.test(one) !== false && unless?.test(one) !== true);
  });
  if (found !== undefined) return { kind: found.kind, what: found.what };
  const lines = statements.flatMap((statement) => statement.split(/\n(?=\s*[.\\])/)).map((line) => line.trim());
  return lines.every((line) => line === "" || (READS.test(line) && !CHANGES.test(line))) ? READING : WRITING;
}

/** Databases differ on what a backslash before a quote means; then all counts. `/*!` holds what MySQL runs. */
function withoutQuotes(text: string): string {
  const strings = /\\['"]/.test(text) ? /--[^\n]*/g : /'(?:[^']|'')*'|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/g;
  return text.replaceAll(strings, (found) => {
    if (found.startsWith("'")) return "''";
    return found.startsWith("/*!") || (found.startsWith("/*") && !found.endsWith("*/")) ? found : " ";
  });
}

/** What a script for a database of documents loses, in words that follow the program's name; null for nothing seen. */
export function harmOfScript(text: string): string | null {
  return SCRIPT_HARM.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const SCRIPT_HARM: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\bdropDatabase\b|\.drop\s*\(|\bdrop(?:Index(?:es)?|User|AllUsers|Collection)\b/, "drops what the database holds"],
  [/\.(?:deleteMany|remove)\s*\(\s*(?:\{\s*\}\s*)?\)/, "deletes every document"],
  [/\bshutdownServer\b|\b(?:createUser|grantRolesToUser|updateUser)\b/, "changes who may use the database"],
];
