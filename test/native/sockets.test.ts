/** The supervisor connects for the programs inside, and tells what they could not reach. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FOLDER, programOf, type Ran, run, toldOf } from "./supervisor.ts";

const HOST = `${FOLDER}/host.sock`;
let host: Server | null = null;
let reached = 0;
beforeAll(async () => {
  host = createServer((socket: Socket) => {
    reached += 1;
    socket.end("host");
  });
  await new Promise((resolve) => {
    host?.listen(HOST, () => resolve(null));
  });
});
afterAll(() => host?.close());

const START = `import errno, os, socket, sys, threading
def tell(what):
    try: print(what(), flush=True)
    except OSError as error: print(errno.errorcode[error.errno], flush=True)
def unix(name, blocks=True):
    client = socket.socket(socket.AF_UNIX)
    client.setblocking(blocks)
    client.connect(name)
    client.setblocking(True)
    return client
`;

function python(code: string, over: { readonly outer?: readonly string[] } = {}): Promise<Ran> {
  return run({ command: ["/usr/bin/python3", "-c", START + code], watches: ["connect"], ...over });
}

const CASES: readonly [name: string, code: string, output: string, attempts: readonly unknown[]][] = [
  [
    "a server of its own, by its path",
    `server = socket.socket(socket.AF_UNIX); server.bind("${FOLDER}/own"); server.listen()
threading.Thread(target=lambda: [server.accept()[0].send(b"own") for _ in range(3)]).start()
tell(lambda: unix("${FOLDER}/own").recv(9))
os.chdir("${FOLDER}")
tell(lambda: unix("own", False).recv(9))
os.symlink("own", "to-own")
tell(lambda: unix("to-own").recv(9))`,
    "b'own'\nb'own'\nb'own'\n",
    [],
  ],
  [
    "a server of its own, by a name without a file",
    `server = socket.socket(socket.AF_UNIX); server.bind("\\0name"); server.listen()
tell(lambda: unix("\\0name").getpeername())`,
    "b'\\x00name'\n",
    [],
  ],
  [
    "no server of the host, also where the command has bound a socket of its own nearby",
    `server = socket.socket(socket.AF_UNIX); server.bind("${FOLDER}/near"); server.listen()
tell(lambda: unix("${HOST}").recv(9))
os.symlink("${HOST}", "${FOLDER}/work/link")
tell(lambda: unix("${FOLDER}/work/link", False).recv(9))`,
    "EACCES\nEACCES\n",
    [
      ["socket", HOST, undefined, undefined],
      ["socket", `${FOLDER}/work/link`, undefined, undefined],
    ],
  ],
  [
    "what a server has left behind as such, and no server of another kind, which does not learn of it",
    `left = socket.socket(socket.AF_UNIX); left.bind("${FOLDER}/left"); left.listen(); left.close()
tell(lambda: unix("${FOLDER}/left"))
os.unlink("${FOLDER}/left")
tell(lambda: unix("${HOST}"))`,
    "ECONNREFUSED\nEACCES\n",
    [["socket", HOST, undefined, undefined]],
  ],
  [
    "what is there, and is no socket, or not there, or no address",
    `for name in ["/etc/passwd", "/no/such", "${FOLDER}", "\\0nobody"]: tell(lambda: unix(name))
tell(lambda: socket.socket(socket.AF_UNIX).connect(b""))
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
client = socket.socket(socket.AF_UNIX)
for fd, address, length in [(client.fileno(), 8, 20), (99, 0, 0), (os.pipe()[0], 0, 0), (client.fileno(), 0, 4000)]:
    libc.connect(fd, ctypes.c_void_p(address), length); print(errno.errorcode[ctypes.get_errno()])`,
    "ECONNREFUSED\nENOENT\nECONNREFUSED\nECONNREFUSED\nEINVAL\nEFAULT\nEBADF\nENOTSOCK\nEINVAL\n",
    [],
  ],
  [
    "loopback, waiting and not",
    `server = socket.create_server(("127.0.0.1", 0)); port = server.getsockname()
threading.Thread(target=lambda: [server.accept()[0].send(b"tcp") for _ in range(2)]).start()
tell(lambda: socket.create_connection(port).recv(9))
client = socket.socket(); client.setblocking(False)
tell(lambda: client.connect_ex(port) in (0, errno.EINPROGRESS))
client.setblocking(True); print(client.recv(9))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); tell(lambda: udp.connect(("127.0.0.1", 9)))
tell(lambda: socket.create_connection(("127.0.0.1", 1)))
six = socket.create_server(("::1", 0), family=socket.AF_INET6)
tell(lambda: socket.create_connection(six.getsockname()[:2]).getpeername()[0])`,
    "b'tcp'\nTrue\nb'tcp'\nNone\nECONNREFUSED\n::1\n",
    [],
  ],
  [
    "addresses that cannot be reached, each told once",
    `for _ in range(2): tell(lambda: socket.create_connection(("198.51.100.7", 443)))
tell(lambda: socket.create_connection(("2001:db8::7", 80)))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); tell(lambda: udp.connect(("198.51.100.9", 53)))`,
    "ENETUNREACH\nENETUNREACH\nENETUNREACH\nENETUNREACH\n",
    [
      ["address", undefined, "198.51.100.7", 443],
      ["address", undefined, "2001:db8::7", 80],
      ["address", undefined, "198.51.100.9", 53],
    ],
  ],
  [
    "a server that is slow to accept: the others are not held up",
    `slow = socket.socket(socket.AF_UNIX); slow.bind("\\0slow"); slow.listen(0)
first = unix("\\0slow")
waits = threading.Thread(target=lambda: [unix("\\0slow") for _ in range(3)], daemon=True); waits.start()
server = socket.create_server(("127.0.0.1", 0))
tell(lambda: socket.create_connection(server.getsockname()).getpeername()[0])
for _ in range(4): slow.accept()
waits.join(); print("all")`,
    "127.0.0.1\nall\n",
    [],
  ],
];

test.each(CASES)("reaches %s", async (_name, code, output, attempts) => {
  const before = reached;
  const ran = await python(code);
  expect([ran.output, ran.errors, toldOf(ran, "attempt", "what", "path", "address", "port"), reached]).toEqual([
    output,
    "",
    attempts,
    before,
  ]);
});

test("reaches a server of the host that is named", async () => {
  const ran = await python(`tell(lambda: unix("${HOST}").recv(9))`, { outer: ["--socket", HOST] });
  expect([ran.output, toldOf(ran, "attempt")]).toEqual(["b'host'\n", []]);
});

const REPLACED: readonly [name: string, code: string][] = [
  ["by a link", `os.symlink("${HOST}", "${FOLDER}/named")`],
  ["by another name of it", `os.link("${HOST}", "${FOLDER}/named")`],
];
test.each(REPLACED)(
  "reaches no server that a command has put in the place of the named one %s",
  async (_name, code) => {
    const other = createServer();
    await new Promise((resolve) => {
      other.listen(`${FOLDER}/named`, () => resolve(null));
    });
    const before = reached;
    const ran = await python(
      `os.remove("${FOLDER}/named"); ${code}
tell(lambda: unix("${HOST}").recv(9)); tell(lambda: unix("${FOLDER}/named").recv(9)); os.remove("${FOLDER}/named")`,
      { outer: ["--socket", `${FOLDER}/named`] },
    );
    other.close();
    expect([ran.output, ran.errors, reached]).toEqual(["EACCES\nEACCES\n", "", before]);
  },
);

test("1,000 connections at once", async () => {
  const ran = await python(`import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
server = socket.create_server(("127.0.0.1", 0), backlog=1024); port = server.getsockname()
def serve():
    for _ in range(1000): held.append(server.accept()[0])
held = []; serving = threading.Thread(target=serve); serving.start()
clients = []
threads = [threading.Thread(target=lambda: clients.append(socket.create_connection(port))) for _ in range(1000)]
for thread in threads: thread.start()
for thread in threads: thread.join()
serving.join(); print(len(clients), len(held))`);
  expect([ran.output, ran.errors]).toEqual(["1000 1000\n", ""]);
});

test("a descriptor or an address that is exchanged meanwhile reaches nobody outside", async () => {
  const before = reached;
  const exchanger = programOf(
    "exchanger",
    `#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
static union { struct sockaddr_un un; struct sockaddr_in in; } address;
static struct sockaddr_un host = {.sun_family = AF_UNIX, .sun_path = "${HOST}"};
static struct sockaddr_in lo = {.sin_family = AF_INET};
static volatile int over;
static void *exchange(void *given) {
  int un = socket(AF_UNIX, SOCK_STREAM, 0), in = socket(AF_INET, SOCK_STREAM, 0);
  while (!over) {
    dup2(in, 100); memcpy(&address, &lo, sizeof lo);
    dup2(un, 100); memcpy(&address, &host, sizeof host);
  }
  return given;
}
int main(void) {
  lo.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  pthread_t thread;
  pthread_create(&thread, NULL, exchange, NULL);
  int done = 0;
  for (int i = 0; i < 3000; i++) done += connect(100, (struct sockaddr *)&address, i % 2 ? sizeof host : sizeof lo) == 0;
  over = 1;
  pthread_join(thread, NULL);
  printf("%d\\n", done);
}`,
  );
  const ran = await run({ command: [exchanger], watches: ["connect"] });
  expect([ran.output, reached]).toEqual(["0\n", before]);
});

test("hands out what listens inside, and Node serves it", async () => {
  const servers: Server[] = [];
  const ran = await run({
    command: [
      "/usr/bin/python3",
      "-c",
      `${START}for host in ["127.0.0.1", "::1"]: tell(lambda: socket.create_connection((host, 61080)).recv(9))`,
    ],
    watches: ["connect"],
    inner: ["--proxy", "61080"],
    onTold: (_told, _child, server) => {
      if (server === undefined) return;
      servers.push(server);
      server.on("connection", (socket: Socket) => socket.end("node"));
    },
  });
  for (const server of servers) server.close();
  expect([ran.output, toldOf(ran, "proxy")]).toEqual(["b'node'\nb'node'\n", [[], []]]);
});

const WRITES: readonly [name: string, script: string, expected: readonly string[]][] = [
  ["nothing of what may be written", `echo > a; mkdir -p ${FOLDER}/work/b; mv a b; rm -r b; echo > /dev/null`, []],
  ["nothing of what is only read", "cat /etc/passwd /no/such; ls /usr; mkdir -p /usr/lib; test -w /usr", []],
  [
    "files",
    "echo > /etc/passwd; cd /usr; echo > new; truncate -s 0 /etc/group",
    ["/etc/passwd", "/usr/new", "/etc/group"],
  ],
  ["folders, once", "mkdir /usr/new; mkdir /usr/new; mkdir -p /usr/a/b", ["/usr/new/", "/usr/a/"]],
  ["what is moved", "mv /etc/passwd /etc/other", ["/etc/passwd", "/etc/other"]],
  ["what is removed", "rm -f /etc/group /no/such; rm -f /etc/nosuch", ["/etc/group"]],
  [
    "what a link leads to",
    `ln -s /usr/target to; echo > to; ln -s ../../../../../../usr up; echo > up/x`,
    ["/usr/target", "/usr/x"],
  ],
  ["links", "ln -s a /usr/link", ["/usr/link"]],
  ["names that are no text", "echo > $'/usr/\\xff\"\\n'", ['/usr/\u00ff"\n']],
];

test.each(WRITES)("tells of writing: %s", async (_name, script, expected) => {
  mkdirSync(`${FOLDER}/work`, { recursive: true });
  const ran = await run({ command: ["bash", "-c", script], watches: ["writes"] });
  expect(toldOf(ran, "attempt", "what", "path")).toEqual(expected.map((path) => ["write", path]));
});

const MADE: readonly [name: string, script: string, expected: readonly string[]][] = [
  ["nothing of other names", "echo > a; mkdir b; mv a b/c; cat config 2>/dev/null; true", []],
  ["a file, once", "echo > config; echo >> config; echo > b/config", ["config"]],
  ["a name in whatever case", "echo > AGENTS.md", ["agents.md"]],
  ["a folder, with a slash behind it", "mkdir .git/", [".git"]],
  ["what is moved, from and to", "echo > a; mv a config; mv config .git", ["config", ".git"]],
  ["what is shared by a hard link, by both names", "ln b/config .git", [".git", "config"]],
  ["a symbolic link, and what it says", "ln -s ../to/$'\\xff' .git", ["../to/\u00ff", ".git"]],
  ["a pipe", "mkfifo config", ["config"]],
  ["what is reached by a descriptor", "exec 3<b/config; echo > /proc/self/fd/3", ["config"]],
  ["what stays unmade, for it cannot be told whether it will be", "mkdir /usr/.git 2>/dev/null; true", [".git"]],
];

test.each(MADE)("tells of making: %s", async (_name, script, expected) => {
  rmSync(`${FOLDER}/work`, { recursive: true, force: true });
  mkdirSync(`${FOLDER}/work/b`, { recursive: true });
  if (script.includes("b/config")) writeFileSync(`${FOLDER}/work/b/config`, "");
  const outer = ["--made", ".git/config/agents.md"];
  const ran = await run({ command: ["bash", "-c", script], watches: ["writes"], outer });
  const made = ran.told.filter(({ kind }) => kind === "made").map(({ name, link }) => String(name ?? link));
  expect([ran.status, made.toSorted()]).toEqual([0, expected.toSorted()]);
});

test("tells of at most 4096 links, and then that there are more", async () => {
  const code = "import os\nfor at in range(4100): os.symlink(str(at), 'l%d' % at)";
  rmSync(`${FOLDER}/work`, { recursive: true, force: true });
  const ran = await run({ command: ["python3", "-c", code], watches: ["writes"], outer: ["--made", "x"] });
  const links = ran.told.filter(({ kind }) => kind === "made").map(({ link }) => link);
  expect([links.length, links[4095], links[4096]]).toEqual([4097, "4095", null]);
});

test("tells of at most 64 attempts", async () => {
  const ran = await run({
    command: ["bash", "-c", "for i in {1..200}; do echo > /usr/$i; done; :"],
    watches: ["writes"],
  });
  expect([ran.status, toldOf(ran, "attempt").length]).toEqual([0, 64]);
});
