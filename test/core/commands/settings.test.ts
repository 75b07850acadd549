/** Variables that make a program run something or read its settings elsewhere. */
import { describe, expect, test } from "vitest";
import { know } from "../../../src/core/commands/know.ts";
import type { Finding } from "../../../src/core/commands/effect.ts";
import type { Setting } from "../../../src/core/script/sighting.ts";
import { textValue } from "../../../src/core/script/value.ts";
import { AROUND, WORKSPACE } from "./place.ts";

function parse(assignments: string): readonly Setting[] {
  if (assignments === "") return [];
  return assignments.split(" ").map((one) => {
    const [name = "", ...rest] = one.split("=");
    return { name, value: textValue(rest.join("=")) };
  });
}

/** Of `head a` with settings of its own, behind a script that made others. */
function findingWith(own: string, before = ""): Finding {
  const sighting = {
    id: 0,
    words: [textValue("head"), textValue("a")] as const,
    open: false,
    settings: parse(own),
    redirections: [],
    input: { kind: "inherited" } as const,
    cwd: WORKSPACE,
    via: [],
    doubt: null,
    at: null,
  };
  const course = { sightings: [sighting], unknowns: [], shape: [], redirections: [], settings: parse(before) };
  return know({ ...AROUND, sighting, course });
}

describe("for one command", () => {
  test.each([
    "",
    "LANG=C",
    "LC_ALL=C.UTF-8 TZ=UTC",
    "NO_COLOR=1",
    "CI=true",
    "PAGER=cat",
    "GIT_PAGER=cat",
    "GIT_EDITOR=true",
    "GIT_TRACE=1",
    "PATH=/usr/bin:/bin",
    "GIT_OPTIONAL_LOCKS=0",
  ])("%s is harmless", (settings) => {
    expect(findingWith(settings)).toMatchObject({ danger: null, safe: "anywhere" });
  });

  test.each([
    "LD_LIBRARY_PATH=./lib",
    "GIT_SSH_COMMAND=./x",
    "GIT_EXTERNAL_DIFF=./x",
    "GIT_CONFIG_COUNT=1",
    "GIT_CONFIG_GLOBAL=./x",
    "PAGER=./x",
    "EDITOR=./x",
    "LESSOPEN=|./x",
    "NODE_OPTIONS=--require=./x.js",
    "PYTHONPATH=.",
    "PYTHONSTARTUP=x.py",
    "PYTHONWARNINGS=all:0:x.y:0:0",
    "PERL5OPT=-Mx",
    "RUBYOPT=-rx",
    "BASH_ENV=x.sh",
    "ENV=x.sh",
    "PATH=.:/usr/bin",
    "MAKEFLAGS=--eval=x",
    "GOFLAGS=-toolexec=./x",
    "CARGO_BUILD_RUSTC=./x",
    "RUSTC_WRAPPER=./x",
    "JAVA_TOOL_OPTIONS=-javaagent:x.jar",
    "npm_config_script_shell=./x",
    "CC=./x",
  ])("%s runs something", (settings) => {
    const { effects, danger, safe } = findingWith(settings);
    expect({ kinds: effects.map(({ kind }) => kind), danger, safe }).toEqual({
      kinds: ["read", "runs"],
      danger: null,
      safe: "no",
    });
  });

  test.each([
    "GIT_DIR=./x",
    "HOME=.",
    "IFS=x",
    "RIPGREP_CONFIG_PATH=./x",
    "https_proxy=http://x:1",
    "GIT_TRACE=./x",
    "FOO=bar",
  ])("what %s does is not known", (settings) => {
    const { effects, danger, safe } = findingWith(settings);
    expect({ kinds: effects.map(({ kind }) => kind), danger, safe }).toEqual({
      kinds: ["read", "unknown"],
      danger: null,
      safe: "no",
    });
  });

  test.each([
    "LD_PRELOAD=./x.so",
    "LD_AUDIT=/tmp/x.so",
    "DYLD_INSERT_LIBRARIES=x.dylib",
    "GOPROXY=https://example.net",
    "PIP_INDEX_URL=https://example.net/simple",
    "npm_config_registry=https://example.net",
    "UV_INDEX_URL=https://example.net/simple",
    "GIT_SSL_NO_VERIFY=1",
    "NODE_TLS_REJECT_UNAUTHORIZED=0",
    "PYTHONHTTPSVERIFY=0",
    "GOSUMDB=off",
    "PIP_TRUSTED_HOST=example.net",
  ])("%s is dangerous", (settings) => {
    expect(findingWith(settings)).toMatchObject({ danger: expect.any(String), safe: "no" });
  });

  test.each([
    "GOPROXY=off",
    "GOPROXY=https://proxy.golang.org,direct",
    "GIT_SSL_NO_VERIFY=false",
    "npm_config_registry=http://localhost:4873",
  ])("%s is not", (settings) => {
    expect(findingWith(settings).danger).toBeNull();
  });
});

describe("for the rest of the script", () => {
  test("a variable of its own changes nothing", () => {
    expect(findingWith("", "S=/tmp/x FOO=bar LANG=C").safe).toBe("anywhere");
  });

  test.each(["PAGER=./x", "PATH=.:/bin", "GIT_DIR=x", "HOME=."])("%s reaches what follows", (before) => {
    expect(findingWith("", before).safe).toBe("no");
  });

  test("and so does what makes them dangerous", () => {
    expect(findingWith("", "LD_PRELOAD=./x.so").danger).not.toBeNull();
  });
});
