/** awk, sed, jq and the like. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["awk '{print $1}' a b", "read a, read b = anywhere"],
  ["awk -F: -v x=1 'NR > x' a y=2", "read a = anywhere"],
  ["awk 'BEGIN{system(\"ls\")}'", "unknown"],
  ["awk '{print > \"b\"}' a", "read a, unknown"],
  ["awk -f p.awk a", "runs p.awk, read a"],
  ["awk -e '{print}' a", "read a = anywhere"],
  ["awk 'BEGIN{while((getline l < \".env\") > 0) print l}'", "unknown ! may read a secret (.env)"],
  ["awk 'BEGIN{print ENVIRON[\"PATH\"]}'", "unknown"],
  [
    "awk 'BEGIN{for (k in ENVIRON) print ENVIRON[k]}'",
    "unknown ! prints the environment with all that is secret in it",
  ],
  ["awk 'BEGIN{print ENVIRON[\"MY_TOKEN\"]}'", "unknown ! prints a secret ($MY_TOKEN)"],
  ["gawk -i inplace '{print}' a", "runs inplace, read {print}, read a"],
  ["sed 's/a/b/' a", "read a = anywhere"],
  ["sed -n '1,20p' a b", "read a, read b = anywhere"],
  ["sed -e p -e d a", "read a = anywhere"],
  ["sed -i s/a/b/ a b", "write a, write b"],
  ["sed -i.bak s/a/b/ a", "write a"],
  ["sed -i '' s/a/b/ a", "write a"],
  ["sed -i -e s/a/b/ a", "write a"],
  ["sed -f s.sed a", "runs s.sed, read a"],
  ["sed 'w out' a", "read a, write out"],
  ["sed '$r /etc/shadow' a", "read a, read /etc/shadow ! reads a secret (/etc/shadow)"],
  ["sed 's/x/y/e' a", "read a, runs"],
  ["sed 'k' a", "read a, unknown"],
  ["jq .a a.json", "read a.json = anywhere"],
  ["jq -r --arg k v '.[$k]' a.json b.json", "read a.json, read b.json = anywhere"],
  ["jq --slurpfile x x.json . a.json", "read x.json, read a.json = anywhere"],
  ["jq -n --args '$ARGS' a b", "= anywhere"],
  ["jq -f f.jq a.json", "runs f.jq, read a.json"],
  ["jq -n env", "! prints the environment with all that is secret in it"],
  ["jq -n '$ENV.PATH'", ""],
  ["jq -n 'env.MY_TOKEN'", "! prints a secret ($MY_TOKEN)"],
  ["jq .env.a a.json", "read a.json = anywhere"],
  ["jq 'import \"a\" as $a; $a'", "unknown"],
  ["jq . ~/.codex/auth.json", "read /home/you/.codex/auth.json ! reads a secret (/home/you/.codex/auth.json)"],
  ["yq .a a.yml", "read a.yml = anywhere"],
  ["yq -i '.a = 1' a.yml", "write, write a.yml"],
  ["yq eval .a a.yml", "read a.yml = anywhere"],
  ["yq 'load(\"x\")' a.yml", "read a.yml, unknown"],
  ["xmllint --noout a.xml", "read a.xml = boxed"],
  ["yq 'strenv(MY_TOKEN)' a.yml", "read a.yml, unknown ! prints a secret ($MY_TOKEN)"],
];

test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
