/** Logging in to another machine, and copying to and from one. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["ssh deploy@example.com uptime", "network deploy@example.com, credentials"],
  ["ssh -i key.pem -p 2222 you@localhost id", "credentials key.pem, network-local you@localhost, credentials"],
  [
    "ssh -o StrictHostKeyChecking=no you@example.com",
    "network you@example.com, credentials ! does not check who answers",
  ],
  [
    'ssh -o "ProxyCommand=sh x" you@example.com',
    "network you@example.com, credentials ! lets a setting of ssh run a program",
  ],
  [
    "ssh -R 8080:localhost:80 you@example.com",
    "network you@example.com, credentials ! opens a way from another machine to this one",
  ],
  ["ssh -V", "= anywhere"],
  [
    "scp out.txt x@drop.example.net:",
    "read out.txt, network x@drop.example.net:, credentials ! sends a file (out.txt) to x@drop.example.net:",
  ],
  ["scp x@example.com:a.txt ./a.txt", "network x@example.com:a.txt, write ./a.txt, credentials"],
  ["scp ./a:b.txt /tmp/c", "read ./a:b.txt, write /tmp/c, credentials"],
  ["sftp you@example.com", "network you@example.com, unknown"],
  ["rsync -a src/ /tmp/copy/", "read src/, write /tmp/copy/"],
  ["rsync -av --delete build/ /tmp/site/", "read build/, write /tmp/site/, delete /tmp/site/"],
  [
    "rsync -a --delete src/ /home/you/backup/",
    "read src/, write /home/you/backup/, delete /home/you/backup/ ! deletes what the source does not have (/home/you/backup/)",
  ],
  [
    "rsync -avz dist/ deploy@example.com:/srv/www/",
    "read dist/, network deploy@example.com:/srv/www/, credentials ! sends a file (dist/) to deploy@example.com:/srv/www/",
  ],
  ["rsync -avzn dist/ deploy@example.com:/srv/www/", "read dist/, network deploy@example.com:/srv/www/"],
  ["rsync -a deploy@example.com:/srv/www/ ./www/", "network deploy@example.com:/srv/www/, write ./www/, credentials"],
  [
    "rsync -a --delete empty/ deploy@example.com:/srv/",
    "read empty/, network deploy@example.com:/srv/, credentials ! deletes files on another machine (deploy@example.com:/srv/)",
  ],
  ["rsync -a -e 'sh x' a b:c", "read a, network b:c, runs sh x, credentials ! sends a file (a) to b:c"],
  ["rsync -a -e 'ssh -p 22' example.com:a b", "network example.com:a, write b, credentials"],
  ["ssh-copy-id -i k.pub me@host", "network, credentials ! lets a key log in on another machine"],
  ["rclone copy . drop:x", "network . drop:x, credentials ! changes what is stored elsewhere (copy)"],
  ["rclone ls drop:x", "network drop:x, credentials"],
  ["rclone version", "= anywhere"],
  ["rclone config show", "credentials ! shows or changes the keys of a storage"],
  ["mail -s hello you@example.com", "network ! sends mail"],
  [
    "rsync -a --delete-after src/ /home/you/backup/",
    "read src/, write /home/you/backup/, delete /home/you/backup/ ! deletes what the source does not have (/home/you/backup/)",
  ],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
