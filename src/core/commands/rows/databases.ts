/** Clients of databases, and programs that set databases up or take them down. */
import { prefixOf, showValue, textOf, textValue, type Value } from "../../script/value.ts";
import type { Effect } from "../effect.ts";
import { networkKind } from "../hosts.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";
import { namesSecret } from "../secrets.ts";
import { service } from "../service.ts";
import { harmOfScript, readSql } from "../sql.ts";

const PSQL: OptionTable = {
  "-c= --command=": "ok",
  "-f= --file=": "ok",
  "-h= --host=": "ok",
  "-d= --dbname=": "ok",
  "-o= --output= -L= --log-file=": "write",
  "-V --version -? --help": "informs",
  "-l --list": "ok",
  "-U= --username= -p= --port= -P= --pset= -F= --field-separator= -R= --record-separator= -v= --set= --variable= -T=":
    "ok",
  "-A --no-align -t --tuples-only -q --quiet -x --expanded -X --no-psqlrc -w --no-password -W --password -a -b -e -E":
    "ok",
  "-H --html -n -s -S -z -0 -1 --single-transaction --csv --echo-all --echo-queries --echo-errors": "ok",
};

const MYSQL: OptionTable = {
  "-e= --execute=": "ok",
  "-h= --host=": "ok",
  "-D= --database=": "ok",
  "-V --version -? --help": "informs",
  "-u= --user= -P= --port= -S= --socket= --protocol= --default-character-set= --ssl-mode= --connect-timeout=": "ok",
  "-p=? --password=?": "ok",
  "--defaults-file= --defaults-extra-file=": "read",
  "-B --batch -N --skip-column-names -s --silent -t --table -v --verbose -E --vertical -A -f --force -r --raw -C": "ok",
  "--init-command= --tee= --pager=": "unknown",
};

const SQLITE: OptionTable = {
  "-cmd=": "ok",
  "-init= -A": "unknown",
  "-version -help": "informs",
  "-readonly": "ok",
  "-separator= -nullvalue= -newline= -maxsize= -mmap= -lookaside= -pagecache= -vfs= -nonce=": "ok",
  "-header -noheader -column -csv -json -line -list -html -markdown -table -box -quote -tabs -ascii -batch -bail": "ok",
  "-echo -stats -interactive -safe -ifexists -deserialize -memtrace -append -utf8 -no-utf8": "ok",
};

const REDIS: OptionTable = {
  "-h= -u=": "ok",
  "-p= -s= -a= -n= -r= -i= -d= -D= -t= --user= --pass= -X=": "ok",
  "--rdb= --functions-rdb=": "write",
  "--eval= --pipe --cluster": "unknown",
  "-v --version --help": "informs",
  "-c --raw --no-raw --csv --json -2 -3 -x --scan --bigkeys --memkeys --hotkeys --stat --latency --latency-history":
    "ok",
  "--pattern= --count= --tls --no-auth-warning --verbose --quoted-input -e": "ok",
};

const MONGO: OptionTable = {
  "--eval=": "ok",
  "--host=": "ok",
  "--version --help": "informs",
  "--port= -u= --username= -p= --password= --authenticationDatabase= --authenticationMechanism=": "ok",
  "--quiet --norc --nodb --shell --tls --ssl --verbose --json=?": "ok",
  "-f= --file=": "unknown",
};

const LOST = "drops what a database holds";

export const DATABASES: readonly Row[] = [
  {
    names: ["psql", "pgcli", "cockroach", "clickhouse-client", "usql", "duckdb"],
    about: "asks a database",
    options: PSQL,
    signsIn: true,
    safe: "no",
    hook: psql,
  },
  {
    names: ["mysql", "mariadb", "mycli"],
    about: "asks a database",
    options: MYSQL,
    signsIn: true,
    safe: "no",
    hook: mysql,
  },
  {
    names: ["sqlite3", "sqlite", "litecli"],
    about: "asks a database in a file",
    options: SQLITE,
    safe: "no",
    singleDash: true,
    hook: sqlite,
  },
  {
    names: ["redis-cli", "valkey-cli", "keydb-cli"],
    about: "asks a store of keys",
    options: REDIS,
    signsIn: true,
    stopsAtOperand: true,
    safe: "no",
    hook: redis,
  },
  {
    names: ["mongosh", "mongo"],
    about: "asks a database of documents",
    options: MONGO,
    signsIn: true,
    safe: "no",
    hook: mongo,
  },
  {
    names: ["dropdb", "dropuser", "mysqladmin", "mongorestore", "pg_restore", "pg_resetwal", "pg_ctlcluster"],
    about: "takes databases down or puts them back",
    options: { "-V --version -? --help": "informs" },
    effects: ["network", "credentials"],
    safe: "no",
    hook: takesDown,
  },
  {
    names: ["pg_dump", "pg_dumpall", "mysqldump", "mariadb-dump", "mongodump", "pg_basebackup", "mongoexport"],
    about: "copies out what a database holds",
    options: {
      "-h= --host= --uri=": "network",
      "-f= --file= -r= --result-file= -o= --out= -D=": "write",
      "-V --version -? --help": "informs",
      "-d= --dbname= --db= -U= -u= -p= -P= -t= -n= -F= -j= -Z= -T= -N= -c --collection=": "ok",
      "-s -a -O -x -v -w -W -b -C --schema-only --data-only --no-owner --no-privileges --clean --if-exists": "ok",
    },
    effects: ["credentials"],
    safe: "no",
    hook: (call) => ({ effects: call.has("-h") ? [] : [effect("network")] }),
  },
  service({
    names: [
      ..."etcdctl influx influxd rabbitmqctl rabbitmqadmin kcat nats elasticdump kafka-topics kafka-topics.sh".split(
        " ",
      ),
      ..."kafka-configs kafka-configs.sh kafka-consumer-groups kafka-consumer-groups.sh cqlsh nodetool sqlcmd".split(
        " ",
      ),
    ],
    about: "asks or changes a store that others use",
    options: {
      "--endpoints= --host= -H= --bootstrap-server= --topic= --bucket= --org= --token= -u= -p=": "ok",
      "--list --describe": "ok",
    },
    paths: [
      [
        /^(?:get|list|ls|status|version|describe|info|query|bucket list|topics list|list_\w+|member list|endpoint \w+)(?: |$)/,
        "reads",
      ],
    ],
    otherwise: "changes",
    bare: "changes",
    see: (path, call) => (path === "" && call.has("--list") ? "reads" : null),
  }),
  {
    names: ["pg_isready", "createdb", "createuser", "pgbench", "mongoimport", "pg_ctl", "initdb"],
    about: "sets databases up",
    options: { "-h= --host=": "network", "-V --version -? --help": "informs", "-p= -U= -d= -t=": "ok" },
    effects: ["network-local"],
    safe: "no",
  },
];

/** The server; without a word of it a setting says where it is. */
function serverOf(hosts: readonly Value[]): Effect {
  const host = hosts.at(-1);
  if (host === undefined) return effect("network");
  // A folder holds the server's socket.
  return prefixOf(host).startsWith("/") ? effect("network-local", showValue(host)) : networkKind(host);
}

type Asked = {
  readonly effects: readonly Effect[];
  readonly loses: string | null;
  readonly runs: string | null;
  readonly reads: boolean;
};

/** What its texts do; those that are not known in full are read as far as they are. */
function asked(texts: readonly Value[], fromFile: boolean): Asked {
  const said = texts.map((text) => readSql(showValue(text)));
  const isKnown = !fromFile && texts.length > 0 && texts.every((text) => textOf(text) !== null);
  const reachesFiles = said.some(({ kind }) => kind === "files");
  return {
    effects: isKnown && !reachesFiles ? [] : [effect("unknown")],
    loses: said.find(({ kind }) => kind === "loses")?.what ?? null,
    runs: said.find(({ kind }) => kind === "runs")?.what ?? null,
    reads: isKnown && said.every(({ kind }) => kind === "reads"),
  };
}

function given({ sighting: { input } }: Scene): readonly Value[] {
  return input.kind === "text" ? [input.text] : [];
}

function psql(call: Call, scene: Scene): Addition {
  const files = call.valuesOf("-f");
  const [database] = [...call.valuesOf("-d"), ...call.operands];
  const isAddress = database !== undefined && /:\/\/|\bhost=/.test(prefixOf(database));
  const server = isAddress ? networkKind(database) : serverOf(call.valuesOf("-h"));
  const texts = [...call.valuesOf("-c"), ...given(scene)];
  const { effects, loses, runs } = asked(texts, files.length > 0);
  return {
    effects: [
      server,
      effect("credentials"),
      ...files.map((file) => onPath("read", file, scene)),
      ...(call.has("-l") ? [] : effects),
    ],
    danger: runs ?? loses,
  };
}

function mysql(call: Call, scene: Scene): Addition {
  const { effects, loses, runs } = asked([...call.valuesOf("-e"), ...given(scene)], false);
  return { effects: [serverOf(call.valuesOf("-h")), effect("credentials"), ...effects], danger: runs ?? loses };
}

function sqlite(call: Call, scene: Scene): Addition {
  const [file, ...more] = call.operands;
  const texts = [...call.valuesOf("-cmd"), ...more, ...given(scene)];
  const { effects: told, loses, runs, reads } = asked(texts, false);
  const effects = [...told, ...texts.flatMap((text) => secretsNamedIn(text, scene))];
  if (file === undefined || textOf(file) === ":memory:") return { effects, danger: runs };
  const place = onPath(reads ? "read" : "write", fileOf(file), scene);
  // Tables of the workspace's own file are its own affair; programs are not.
  const isOwn = place.where === "workspace" || place.where === "temporary";
  return { effects: [place, ...effects], danger: runs ?? (isOwn ? null : loses) };
}

/** Secrets among the texts of a statement and the words of the program's own commands: `readfile('.env')`, `.read .env`. */
function secretsNamedIn(text: Value, scene: Scene): readonly Effect[] {
  const words = [...showValue(text).matchAll(/'([^'\n]+)'|"([^"\n]+)"|(?<=^|\s)([^\s'"]+)/g)].slice(0, 256);
  const files = words.map(([, single, double, bare]) => textValue(single ?? double ?? bare ?? ""));
  return files.filter((file) => namesSecret(file, scene)).map((file) => onPath("read", file, scene));
}

/** `file:path?mode=ro` is a name for a file, too. */
function fileOf(value: Value): Value {
  const [first, ...rest] = value.pieces;
  if (first?.kind !== "text" || !first.text.startsWith("file:")) return value;
  const text = first.text.replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/, "").replace(/\?[^]*$/, "");
  return { pieces: [{ kind: "text", text }, ...rest.filter(({ kind }) => kind === "any")], many: value.many };
}

const REDIS_HARM =
  /^(?:flushall|flushdb|shutdown|config (?:set|rewrite)|debug|script flush|cluster (?:reset|failover|forget)|replicaof|slaveof|module load|acl (?:setuser|deluser)|migrate|swapdb|eval|evalsha|fcall)\b/i;

function redis(call: Call): Addition {
  const command = call.operands.slice(0, 2).map(showValue).join(" ");
  const hosts = [...call.valuesOf("-h"), ...call.valuesOf("-u")];
  const server = hosts.length === 0 ? effect("network-local", "127.0.0.1") : serverOf(hosts);
  const isLoss = REDIS_HARM.test(command);
  return { effects: [server], danger: isLoss ? `loses or changes what the store holds (${command})` : null };
}

function mongo(call: Call, scene: Scene): Addition {
  const [address] = call.operands;
  const isAddress = address !== undefined && /:\/\/|[.:]/.test(showValue(address));
  const hosts = isAddress ? [address] : call.valuesOf("--host");
  const server = hosts.length === 0 ? effect("network") : serverOf(hosts);
  const texts = [...call.valuesOf("--eval"), ...given(scene)];
  const isKnown = texts.length > 0 && texts.every((text) => textOf(text) !== null);
  const danger = texts.map((text) => harmOfScript(showValue(text))).find((harm) => harm !== null) ?? null;
  return { effects: [server, effect("credentials"), ...(isKnown ? [] : [effect("unknown")])], danger };
}

function takesDown(call: Call): Addition {
  const words = call.operands.map(showValue);
  if (call.has("--version") || words.length === 0) return {};
  const isAsking = words.some((word) => /^(?:ping|status|processlist|variables|extended-status|version)$/.test(word));
  return { danger: isAsking ? null : LOST };
}
