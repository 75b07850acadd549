/** Names the settings of a repository that make git run something, whoever starts git there. */
import type { GitSetting } from "./git-config.ts";

/** `*` stands for a subsection. What is not listed may be written by ordinary tools, and is left to them. */
const RUNNING: ReadonlySet<string> = new Set([
  "core.hookspath",
  "core.sshcommand",
  "core.pager",
  "core.editor",
  "core.askpass",
  "core.gitproxy",
  "core.alternaterefscommand",
  "sequence.editor",
  "credential.helper",
  "credential.*.helper",
  "gpg.program",
  "gpg.*.program",
  "gpg.*.defaultkeycommand",
  "filter.*.clean",
  "filter.*.smudge",
  "filter.*.process",
  "diff.external",
  "diff.*.command",
  "diff.*.textconv",
  "merge.*.driver",
  "mergetool.*.cmd",
  "mergetool.*.path",
  "difftool.*.cmd",
  "difftool.*.path",
  "man.*.cmd",
  "man.*.path",
  "browser.*.cmd",
  "browser.*.path",
  "web.browser",
  "interactive.difffilter",
  "include.path",
  "includeif.*.path",
  "remote.*.uploadpack",
  "remote.*.receivepack",
  "remote.*.vcs",
  "uploadpack.packobjectshook",
  "trailer.*.command",
  "trailer.*.cmd",
  "hook.*.command",
  "tar.*.command",
  "imap.tunnel",
  "instaweb.httpd",
  "sendemail.smtpserver",
  "sendemail.tocmd",
  "sendemail.cccmd",
  "sendemail.headercmd",
  "sendemail.sendmailcmd",
  "protocol.ext.allow",
  "init.templatedir",
  "guitool.*.cmd",
]);

/** As git-lfs sets it up; the program itself is none of the repository's. */
const LARGE_FILES = /^git-lfs (?:clean|smudge|filter-process)(?: --skip)?(?: -- %f)?$/;

/** Programs of the system that do nothing, show text, or keep passwords; tests set them to be left alone. */
const QUIET =
  /^(?:|\/dev\/null|:|(?:\/(?:usr\/)?bin\/)?(?:true|false|cat|less|more|vi|vim|nano|emacs)|store|cache|libsecret|osxkeychain|wincred|manager(?:-core)?)$/;

/** As people write them, each once: `core.fsmonitor`. */
export function runningSettings(settings: readonly GitSetting[]): readonly string[] {
  const names = settings.filter(runs).map(({ section, subsection, key }) => {
    return [section, ...(subsection === null ? [] : [subsection]), key].join(".");
  });
  return [...new Set(names)];
}

function runs({ section, subsection, key, value }: GitSetting): boolean {
  const [first, last] = [section.toLowerCase(), key.toLowerCase()];
  const name = subsection === null ? `${first}.${last}` : `${first}.*.${last}`;
  const text = (value ?? "").trim();
  if (QUIET.test(text)) return false;
  if (first === "alias") return text.startsWith("!");
  if (first === "pager") return !isBoolean(value);
  if (name === "core.fsmonitor") return !isBoolean(value);
  // It leads git to another folder; the one that git itself writes for a submodule leads up and into its work tree.
  if (name === "core.worktree") return !text.startsWith("../");
  if (name === "submodule.*.update") return text.startsWith("!");
  if (name === "remote.*.url" || name === "remote.*.pushurl") return /^ext::/i.test(text);
  if (name === "filter.*.clean" || name === "filter.*.smudge" || name === "filter.*.process") {
    return !LARGE_FILES.test(text);
  }
  return RUNNING.has(name);
}

function isBoolean(value: string | null): boolean {
  return value === null || /^(?:|true|false|yes|no|on|off|\d+)$/i.test(value);
}
