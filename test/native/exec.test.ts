/** The supervisor tells of each program that starts, and carries out what is answered. */
import { chmodSync, realpathSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { askedOf, FOLDER, filterOf, programOf, run, SUPERVISOR, toldOf } from "./supervisor.ts";

const WORK = `${FOLDER}/work`;

function script(name: string, text: string): string {
  writeFileSync(`${FOLDER}/${name}`, text);
  chmodSync(`${FOLDER}/${name}`, 0o755);
  return `${FOLDER}/${name}`;
}

test("the command itself is told and not asked about; what it starts is told with those above it", async () => {
  const outer = `sh -c "/bin/echo inner; :"; :`;
  const ran = await run({ command: ["bash", "-c", outer] });
  expect(ran).toEqual({
    status: 0,
    output: "inner\n",
    errors: "",
    told: [
      { kind: "ready", landlock: 0, notify: true },
      {
        kind: "exec",
        id: 0,
        pid: expect.any(Number),
        ancestors: [],
        path: "/usr/bin/bash",
        link: null,
        argv: ["bash", "-c", outer],
        cwd: WORK,
        first: true,
      },
      {
        kind: "exec",
        id: 1,
        pid: expect.any(Number),
        ancestors: [["bash", "-c", outer]],
        path: "/usr/bin/sh",
        link: null,
        argv: ["sh", "-c", "/bin/echo inner; :"],
        cwd: WORK,
        first: false,
      },
      {
        kind: "exec",
        id: 2,
        pid: expect.any(Number),
        ancestors: [
          ["bash", "-c", outer],
          ["sh", "-c", "/bin/echo inner; :"],
        ],
        path: "/bin/echo",
        link: null,
        argv: ["/bin/echo", "inner"],
        cwd: WORK,
        first: false,
      },
    ],
  });
});

test("a shell that becomes its last program stays in the chain", async () => {
  const ran = await run({ command: ["bash", "-c", `bash -c "exec /bin/true a"; :`] });
  expect(toldOf(ran, "exec", "ancestors", "argv").at(-1)).toEqual([
    [
      ["bash", "-c", `bash -c "exec /bin/true a"; :`],
      ["bash", "-c", "exec /bin/true a"],
    ],
    ["/bin/true", "a"],
  ]);
});

const spawner = programOf(
  "spawner",
  `#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
extern char **environ;
static void *start(void *given) {
  char *words[] = {"true", "thread", NULL};
  pid_t pid;
  if (posix_spawn(&pid, "/bin/true", NULL, NULL, words, environ) == 0) waitpid(pid, NULL, 0);
  return given;
}
int main(void) {
  if (vfork() == 0) { execl("/bin/true", "true", "vfork", NULL); _exit(1); }
  wait(NULL);
  pthread_t thread;
  pthread_create(&thread, NULL, start, NULL);
  pthread_join(thread, NULL);
}`,
);
const quiet = programOf("quiet", "int main(void) { return 0; }", "-static");

const python = (code: string): readonly string[] => ["/usr/bin/python3", "-c", code];
const BIN = realpathSync("/bin");
const LOADER = process.arch === "x64" ? "/lib64/ld-linux-x86-64.so.2" : "/lib/ld-linux-aarch64.so.1";

const ASKED: readonly [name: string, command: readonly string[], expected: readonly unknown[]][] = [
  ["nothing where only built-in commands run", ["bash", "-c", "echo a; cd /; :"], []],
  [
    "a program found on the third place of PATH, once",
    ["bash", "-c", 'PATH=/nowhere:/etc:/bin; /usr/bin/python3 -c \'import os; os.execvp("true", ["true"])\''],
    [
      ["/usr/bin/python3", ["/usr/bin/python3", "-c", 'import os; os.execvp("true", ["true"])']],
      ["/bin/true", ["true"]],
    ],
  ],
  ["nothing for what is not there", ["bash", "-c", "/no/such; /etc/passwd; /tmp; nosuch; :"], []],
  [
    "vfork, and posix_spawn in a thread",
    [spawner],
    [
      ["/bin/true", ["true", "vfork"]],
      ["/bin/true", ["true", "thread"]],
    ],
  ],
  ["a program without a C library of its own", ["bash", "-c", `${quiet} x; :`], [[quiet, [quiet, "x"]]]],
  [
    "a script by its own name",
    ["bash", "-c", `${script("hello", "#!/bin/sh\n:\n")} 1; :`],
    [[`${FOLDER}/hello`, [`${FOLDER}/hello`, "1"]]],
  ],
  [
    "a relative name, against the folder it is meant in",
    ["bash", "-c", "cd /bin; ./true; exec ./../bin/true"],
    [
      [`${BIN}/true`, ["./true"]],
      ["/bin/../bin/true", ["./../bin/true"]],
    ],
  ],
  [
    "the loader with the program among its words",
    ["bash", "-c", `${LOADER} /bin/true; :`],
    [[LOADER, [LOADER, "/bin/true"]]],
  ],
  [
    "words that are not text",
    ["bash", "-c", "/bin/true $'a\\xff' ''; :"],
    [["/bin/true", ["/bin/true", "a\u00ff", ""]]],
  ],
  [
    "a descriptor of a folder",
    python(`import os, ctypes
folder = os.open("/bin", os.O_RDONLY)
words = (ctypes.c_char_p * 2)(b"true", None)
ctypes.CDLL(None).syscall(${process.arch === "x64" ? 322 : 281}, folder, b"true", words, None, 0)`),
    [[`${BIN}/true`, ["true"]]],
  ],
  [
    "a name below /proc that leads on",
    ["bash", "-c", "/proc/self/root/bin/true; cd /bin; /proc//self/cwd/true; :"],
    [
      ["/bin/true", ["/proc/self/root/bin/true"]],
      [`${BIN}/true`, ["/proc//self/cwd/true"]],
    ],
  ],
];

test.each(ASKED)("is asked about: %s", async (_name, command, expected) => {
  const ran = await run({ command });
  expect([ran.status, askedOf(ran)]).toEqual([expect.any(Number), expected]);
});

test("a program without a name is told by what its descriptor leads to", async () => {
  const ran = await run({
    command: python(`import os
copy = os.memfd_create("copy", 0)
os.write(copy, open("/bin/true", "rb").read())
if os.fork() == 0: os.execve(copy, ["by descriptor"], {})
os.wait()
if os.fork() == 0: os.execv("/proc/self/fd/%d" % copy, ["by name"])
os.wait()
os.execv("/proc/self/exe", ["/usr/bin/python3", "-c", "pass"])`),
  });
  expect([ran.status, toldOf(ran, "exec", "path", "link", "argv").slice(1)]).toEqual([
    0,
    [
      [null, "/memfd:copy (deleted)", ["by descriptor"]],
      [null, "/memfd:copy (deleted)", ["by name"]],
      [null, expect.stringMatching(/^\/usr\/bin\/python3/u), ["/usr/bin/python3", "-c", "pass"]],
    ],
  ]);
});

test("a name that leads through a link to /proc/self is asked about, and works", async () => {
  const ran = await run({ command: ["bash", "-c", "ln -sf /proc/self/exe own; exec -a bash ./own -c 'echo on'"] });
  expect([ran.output, askedOf(ran).at(-1)]).toEqual(["on\n", [`${WORK}/own`, ["bash", "-c", "echo on"]]]);
});

test("what is refused fails with EPERM, and the rest goes on", async () => {
  const ran = await run({
    command: ["bash", "-c", "/bin/echo a; /bin/rm x; echo $?; /bin/echo b"],
    answer: ({ path }) => (path === "/bin/rm" ? "refuse" : "allow"),
  });
  expect(ran).toMatchObject({ status: 0, output: "a\n126\nb\n", errors: expect.stringContaining("not permitted") });
});

test("the same again is not asked about again; other words, another folder, a changed file are", async () => {
  const tool = script("tool", "#!/bin/sh\n:\n");
  const ran = await run({
    command: [
      "bash",
      "-c",
      `for i in 1 2 3; do ${tool}; done; ${tool} a; ${tool} a; ${tool} ''; cd /; ${tool}; ${tool}; echo : >> ${tool}; ${tool}; :`,
    ],
    answer: () => "allow-same",
  });
  expect(toldOf(ran, "exec", "cwd", "argv").slice(1)).toEqual([
    [WORK, [tool]],
    [WORK, [tool, "a"]],
    [WORK, [tool, ""]],
    ["/", [tool]],
    ["/", [tool]],
  ]);
});

test("words are told whole, however long, and what is too much fails as the kernel has it", async () => {
  const ran = await run({
    command: python(`import ctypes, os
os.spawnv(os.P_WAIT, "/bin/true", ["true", "0" * 131000] + ["1"] * 100000)
many = (ctypes.c_char_p * 300001)(*[b"1"] * 300000, None)
long = (ctypes.c_char_p * 3)(b"0" * (3 << 20), b"1", None)
libc = ctypes.CDLL(None, use_errno=True)
for words in [many, long]:
    libc.execv(b"/bin/true", words); print(os.strerror(ctypes.get_errno()))`),
  });
  expect([ran.output, askedOf(ran)]).toEqual([
    "Argument list too long\nArgument list too long\n",
    [["/bin/true", ["true", "0".repeat(131_000), ...Array.from({ length: 100_000 }, () => "1")]]],
  ]);
});

test("500 processes at once are each told once", async () => {
  const ran = await run({ command: ["bash", "-c", "for i in {1..500}; do /bin/true $i & done; wait; echo all"] });
  const words = askedOf(ran).map((asked) => Number((asked as [string, string[]])[1][1]));
  expect([ran.output, words.toSorted((a, b) => a - b)]).toEqual([
    "all\n",
    Array.from({ length: 500 }, (_, i) => i + 1),
  ]);
});

test("a start that waits holds up no other, and may be killed", async () => {
  const ran = await run({
    command: ["bash", "-c", "/bin/sleep 9 & first=$!; /bin/echo free; kill -9 $first; wait $first; echo $?"],
    answer: ({ argv }) => ((argv as string[])[1] === "9" ? null : "allow"),
  });
  expect([ran.status, ran.output]).toEqual([0, "free\n137\n"]);
});

test.runIf(process.arch === "x64")("a call of the 32-bit kind kills its process", async () => {
  const old = programOf(
    "old",
    `int main(void) { int got; __asm__ volatile("int $0x80" : "=a"(got) : "a"(20)); return 0; }`,
  );
  const ran = await run({ command: ["bash", "-c", `${old}; echo $?`] });
  expect(ran.output).toEqual(`${128 + 31}\n`);
});

test("a second supervisor of the same programs is refused by name, and nothing is run", async () => {
  const filter = Buffer.from(filterOf(["exec"])).toString("hex");
  const ran = await run({
    command: python(`import os, socket, subprocess
ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
read, write = os.pipe()
os.write(write, bytes.fromhex("${filter}"))
os.close(write)
words = ["${SUPERVISOR}", "inner", "--filter", str(read), "--link", str(its.fileno()), "--notify", "--", "echo", "no"]
print(subprocess.run(words, pass_fds=[read, its.fileno()]).returncode, flush=True)
print([ours.recv(1000) for _ in range(2)][1].decode())`),
  });
  expect(ran.output).toEqual(
    "125\nfault sandbox --notify: these programs have a supervisor already, and the kernel lets them have only one (EBUSY)\n",
  );
});
