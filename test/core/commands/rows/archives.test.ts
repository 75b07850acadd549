/** Programs that pack, unpack and compress. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["tar tf a.tar", "read a.tar = boxed"],
  ["tar -tzvf a.tgz", "read a.tgz = boxed"],
  ["tar tvf a.tar b c", "read a.tar = boxed"],
  ["tar xf a.tar", "read a.tar, write ."],
  ["tar xzf a.tgz -C out", "read a.tgz, write out"],
  ["tar -xOf a.tar b", "read a.tar = boxed"],
  ["tar czf a.tgz src test", "write a.tgz, read src, read test"],
  ["tar -cf - src", "read src = boxed"],
  ["tar cz ~/.aws", "read /home/you/.aws ! reads a secret (/home/you/.aws)"],
  ["tar czf a.tgz -C ~ .", "write a.tgz, read /home/you/. ! packs keys and passwords (/home/you/.)"],
  ["tar czf a.tgz -C src .", "write a.tgz, read src/."],
  ["tar rf a.tar b", "write a.tar, read b"],
  ["tar tf host:a.tar", "read host:a.tar, network host:a.tar, runs"],
  ["tar tf a.tar -I ./p", "runs ./p, read a.tar"],
  ["tar xf a.tar --to-command=./p", "runs ./p, read a.tar, write ."],
  ["tar cf a.tar --checkpoint=1 --checkpoint-action=exec=./p b", "runs exec=./p, write a.tar, read b"],
  ["tar cf a.tar --remove-files b", "delete, write a.tar, read b"],
  ["tar xPf a.tar", "unknown, read a.tar, write ."],
  ["tar", "unknown"],
  ["unzip -l a.zip", "read a.zip = anywhere"],
  ["unzip a.zip", "read a.zip, write ."],
  ["unzip -o a.zip -d out", "write out, read a.zip"],
  ["unzip -p a.zip b", "read a.zip = anywhere"],
  ["zip -r a.zip src", "write a.zip, read src"],
  ["zip a.zip b -T -TT ./p", "runs, runs ./p, write a.zip, read b"],
  ["zip -r a.zip ~", "write a.zip, read /home/you ! packs keys and passwords (/home/you)"],
  ["zip -m a.zip b", "delete, write a.zip, read b"],
  ["7z l a.7z", "read a.7z = anywhere"],
  ["7z x a.7z", "write, read a.7z"],
  ["7z a a.7z b", "write a.7z, read b"],
  ["gzip a", "read a, write a"],
  ["gzip -dk a.gz", "read a.gz, write a.gz"],
  ["gzip -c a", "read a = anywhere"],
  ["gzip -l a.gz", "read a.gz = anywhere"],
  ["gunzip -t a.gz", "read a.gz = anywhere"],
  ["gzip", "= anywhere"],
  ["zstd -o b a", "write b, read a, write a"],
  ["zcat a.gz", "read a.gz = anywhere"],
  ["ar t lib.a", "read lib.a = anywhere"],
  ["ar rcs lib.a a.o b.o", "write, read lib.a, read a.o, read b.o, write lib.a"],
  ["ar x lib.a", "write, read lib.a, write lib.a"],
  ["cpio -it -F a", "read a = anywhere"],
  ["cpio -id -F a", "read a, unknown"],
  ["cpio -o -O a", "write a, unknown"],
];

test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
