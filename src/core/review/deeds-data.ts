/** What is asked of databases, and what is changed in them. */
import { harmOfScript, readSql } from "../commands/sql.ts";
import { isLoopback } from "../commands/hosts.ts";
import { isProduction } from "./deeds-cloud.ts";
import { readOptions } from "./options.ts";
import { asked, deed, type Families, grave, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

const PSQL_VALUED =
  "-h --host -p --port -U --username -d --dbname -c --command -f --file -o --output -v --set --variable -F -R -T -P -L";
const MYSQL_VALUED = "-h --host -P --port -u --user -D --database -e --execute -S --socket --protocol";

/** Where the database is, as a person would say it; null where that is not known. */
type Place = { readonly objects: readonly string[]; readonly isLocal: boolean; readonly isKnown: boolean };

function placeOf(hosts: readonly string[], names: readonly string[]): Place {
  const texts = [...hosts, ...names];
  const isKnown = texts.length > 0 && texts.every((text) => !text.includes("$"));
  const far = [...hosts, ...names.flatMap(hostInAddress)].filter((host) => !isLoopback(host) && !host.startsWith("/"));
  const bare = names
    .map((name) => name.replace(/^\w+:\/\/.*\//, "").replace(/\?.*$/, ""))
    .filter((name) => name !== "");
  return { objects: [...bare, ...far], isLocal: far.length === 0, isKnown };
}

function hostInAddress(name: string): readonly string[] {
  const host = /^\w+:\/\/(?:[^@/]*@)?([^:/?]+)/.exec(name)?.[1];
  return host === undefined ? [] : [host];
}

function sql(seen: Seen): readonly Deed[] | null {
  const isMysql = /^(?:mysql|mariadb|mycli)$/.test(seen.name);
  const { operands, valuesOf, has } = readOptions(seen.args, isMysql ? MYSQL_VALUED : PSQL_VALUED);
  if (has("-f", "--file", "-o", "--output") || seen.scene.sighting.input.kind !== "inherited") {
    return [person("change-data", operands, "gives a database what its words do not tell", "remote")];
  }
  const statements = isMysql ? valuesOf("-e", "--execute") : valuesOf("-c", "--command");
  const place = placeOf(valuesOf("-h", "--host"), [
    ...valuesOf("-d", "--dbname", "-D", "--database"),
    ...operands.slice(0, 1),
  ]);
  if (has("-l", "--list")) return [asked("query", place.objects, "lists databases")];
  return statements.length === 0 ? null : [statement(statements.join(";"), place, seen)];
}

function sqlite(seen: Seen): readonly Deed[] | null {
  const { operands } = readOptions(seen.args, "-cmd -separator -init");
  const [file = "", ...statements] = operands;
  if (statements.length === 0 || seen.args.includes("-cmd") || seen.args.includes("-init")) return null;
  return [statement(statements.join(";"), { objects: [file], isLocal: true, isKnown: !file.includes("$") }, seen)];
}

function statement(text: string, place: Place, { args, isKnown }: Seen): Deed {
  const says = readSql(text);
  const where = place.objects.join(", ") || "the database";
  const tables = tablesIn(text);
  const objects = [...tables, ...place.objects];
  const isProd = isProduction([...place.objects, ...args]);
  if (says.kind === "runs" || says.kind === "files") return grave("run", objects, `a database ${says.what}`, "hidden");
  if (says.kind === "reads") {
    const isSecret =
      /\b(?:passwords?|passwd|secrets?|tokens?|api_keys?|credentials|pg_shadow|pg_authid|password_hash|sessions?_token)\b/i.test(
        text,
      );
    if (isSecret) return person("show-secret", objects, `reads secrets of ${where}`, "credentials");
    if (!isKnown || !place.isKnown)
      return {
        ...named(
          "query",
          [...objects, ...args.filter((word) => word.includes("$"))],
          `asks a database of which nobody knows where it is`,
          "remote",
        ),
      };
    return place.isLocal
      ? asked("query", [...tables, ...place.objects], `asks ${where}`)
      : named("query", place.objects, `asks ${where}`, "remote");
  }
  const what = `${says.what}: ${text.slice(0, 80)}`;
  if (isProd) return grave("change-data", objects, `${what}, in production`, "destruction");
  if (!isKnown || !place.isKnown)
    return person("change-data", objects, `${what}, in a database of which nobody knows where it is`, "destruction");
  if (/\bdrop\s+(?:database|schema)\b/i.test(text)) return grave("change-data", objects, what, "destruction");
  return place.isLocal
    ? named("change-data", objects, what, "destruction")
    : deed("change-data", objects, what, ["named", "high", "destruction"]);
}

/** The tables that a statement names. */
function tablesIn(text: string): readonly string[] {
  const found = text.matchAll(
    /\b(?:from|into|update|table|truncate|join|database|schema|index|view)\s+(?:table\s+|if\s+exists\s+|only\s+|if\s+not\s+exists\s+)*["`[]?([\w.]+)/gi,
  );
  return [...found].flatMap(([, name]) =>
    name === undefined || /^(?:table|if|exists|set)$/i.test(name) ? [] : [name],
  );
}

const REDIS_READS =
  /^(?:get|mget|keys|scan|hgetall|hget|hmget|hkeys|hvals|lrange|llen|smembers|scard|zrange|zcard|ttl|pttl|type|exists|info|ping|dbsize|strlen|client|memory|slowlog|lastsave|time|object|xlen|xrange|randomkey|monitor)$/i;

function redis(seen: Seen): readonly Deed[] | null {
  const { operands, valuesOf, has } = readOptions(seen.args, "-h -p -n -u -a --user --pass -s -r -i -x");
  if (has("-a", "--pass", "--eval", "-x", "--pipe")) return null;
  const place = placeOf([...valuesOf("-h"), ...valuesOf("-u").flatMap(hostInAddress)], []);
  const [verb = "", ...rest] = operands;
  if (verb === "") return null;
  const where = place.objects.join(", ") || "this machine";
  if (REDIS_READS.test(verb))
    return [
      place.isLocal
        ? asked("query", ["redis"], `asks redis (${verb})`)
        : named("query", place.objects, `asks redis on ${where}`, "remote"),
    ];
  const what = `redis ${operands.join(" ")} on ${where}`;
  if (/^(?:config|eval|script|module|debug|shutdown|slaveof|replicaof|failover|cluster|acl)$/i.test(verb))
    return [person("administer", operands, what, "remote")];
  if (/^flush/i.test(verb)) {
    const objects = ["redis", ...place.objects];
    return [
      place.isLocal && !isProduction(seen.args)
        ? named("change-data", objects, what, "destruction")
        : grave("change-data", objects, what, "destruction"),
    ];
  }
  return [
    place.isLocal
      ? named("change-data", [...rest.slice(0, 1), ...place.objects], what, "destruction")
      : deed("change-data", [...rest.slice(0, 1), ...place.objects], what, ["named", "high", "destruction"]),
  ];
}

function mongo(seen: Seen): readonly Deed[] | null {
  const { operands, valuesOf, has } = readOptions(
    seen.args,
    "--eval --host --port -u --username -p --password --authenticationDatabase --db",
  );
  const script = valuesOf("--eval").join(";");
  if (script === "" || has("-p", "--password") || operands.length > 1) return null;
  const place = placeOf(valuesOf("--host"), operands);
  const harm = harmOfScript(script);
  const isReading =
    /^\s*(?:db\.)?[\w.]*\b(?:find|findOne|count|countDocuments|estimatedDocumentCount|stats|distinct|getCollectionNames|runCommand\(\{\s*ping)\b[^;=]*$/.test(
      script,
    ) && harm === null;
  const where = place.objects.join(", ") || "the database";
  if (isReading && place.isKnown && place.isLocal) return [asked("query", place.objects, `asks ${where}`)];
  if (isReading && place.isKnown) return [named("query", place.objects, `asks ${where}`, "remote")];
  if (harm !== null || isProduction(seen.args))
    return [grave("change-data", place.objects, `${harm ?? "changes data"} (${where})`, "destruction")];
  return [person("change-data", place.objects, `changes ${where}`, "destruction")];
}

function dumping(seen: Seen): readonly Deed[] {
  return [
    person(
      "query",
      seen.args.filter((word) => !word.startsWith("-")),
      `${seen.name} copies all that is in a database`,
      "exfiltration",
    ),
  ];
}

function dropping(seen: Seen): readonly Deed[] {
  return [
    grave(
      "delete",
      seen.args.filter((word) => !word.startsWith("-")),
      `${seen.name} takes away or replaces what a database holds`,
      "destruction",
    ),
  ];
}

export const DATA: Families = {
  "psql pgcli cockroach mysql mariadb mycli": sql,
  "sqlite3 sqlite litecli duckdb": sqlite,
  "redis-cli valkey-cli keydb-cli": redis,
  "mongosh mongo": mongo,
  "pg_dump pg_dumpall mysqldump mariadb-dump mongodump mongoexport": dumping,
  "dropdb dropuser mongorestore pg_restore": dropping,
};
