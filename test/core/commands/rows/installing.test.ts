/** Installing packages for the whole machine. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["apt list --installed", ""],
  ["apt-cache policy git", ""],
  ["apt update", "network, privilege, write the machine's programs"],
  ["apt install -y nginx", "network, privilege, write the machine's programs"],
  ["apt-get -o Debug::x=1 install -y cmake", "network, privilege, write the machine's programs"],
  [
    "apt-get install --allow-unauthenticated x",
    "network, privilege, write the machine's programs ! installs packages that nobody vouches for",
  ],
  ["apt-get -s install x", ""],
  ["apt-get download x", "network, write"],
  ["apt-get remove x", "network, privilege, write the machine's programs"],
  ["dnf info git", ""],
  ["yum install -y x", "network, privilege, write the machine's programs"],
  ["apk add x", "network, privilege, write the machine's programs"],
  ["apk info", ""],
  ["brew list", ""],
  ["brew --prefix", ""],
  ["brew install --HEAD drop/tap/p", "network, privilege, write the machine's programs"],
  ["snap install x", "network, privilege, write the machine's programs"],
  ["pacman -Q", ""],
  ["pacman -Ss git", ""],
  ["pacman -S git", "network, privilege, write the machine's programs"],
  ["dpkg -l", ""],
  ["dpkg -i x.deb", "network, privilege, write the machine's programs"],
  ["dpkg --configure -a", "network, privilege, write the machine's programs"],
  ["rpm -qa", ""],
  ["rpm -i x.rpm", "network, privilege, write the machine's programs"],
  ["add-apt-repository ppa:x/y", "network, privilege, persistence ! changes where packages come from"],
  ["update-alternatives --display editor", ""],
  ["update-alternatives --set editor /usr/bin/vim", "network, privilege, write the machine's programs"],
  ["brew install -s x", "network, privilege, write the machine's programs"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
