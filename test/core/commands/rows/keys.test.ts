/** Making, showing and using keys. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["openssl version", ""],
  ["openssl rand -hex 16", "read 16"],
  ["openssl x509 -in certs/dev.crt -noout -dates", "read certs/dev.crt"],
  ["openssl s_client -connect example.com:443", "network example.com:443"],
  ["openssl s_client -connect localhost:8443 -servername localhost", "network-local localhost:8443"],
  [
    "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 1 -subj /CN=x",
    "write key.pem, write cert.pem",
  ],
  ["openssl enc -d -aes-256-cbc -k x -in p", "read p"],
  [
    "openssl rsa -in /home/you/.ssh/id_rsa -out /tmp/k",
    "write /tmp/k, read /home/you/.ssh/id_rsa ! reads a secret (/home/you/.ssh/id_rsa)",
  ],
  ["openssl dgst -sha256 a.txt", "read a.txt"],
  ["openssl dgst -engine /tmp/x.so a.txt", "runs /tmp/x.so, read a.txt"],
  ["gpg --batch --yes --passphrase-fd 0 --decrypt a.gpg", "read a.gpg"],
  ["gpg --verify a.sig a.txt", "read a.sig, read a.txt"],
  ["gpg --export-secret-keys you", "read you ! shows keys"],
  ["gpg --recv-keys 0xAAAA", "network, read 0xAAAA"],
  ["gpg --import k.asc", "persistence, read k.asc"],
  ["ssh-keygen -lf k.pub", "read k.pub"],
  ["ssh-keygen -t ed25519 -f /tmp/k -N ''", "write /tmp/k"],
  ["ssh-keygen -t ed25519", "write /home/you/.ssh/id ! changes how ssh connects"],
  ["ssh-add -l", "credentials"],
  ["mkcert -install", "write ! changes which certificates are trusted"],
  ["mkcert localhost", "write"],
  ["age -d -i key.txt a.age", "credentials key.txt, read a.age ! shows what was encrypted"],
  ["ssh-keygen -y -f /tmp/k", "read /tmp/k"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
