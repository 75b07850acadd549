/* assent's supervisor: `run` beside a sandboxed command, `inner` inside its sandbox; `foreground` hands the terminal over;
   `terminal` runs a command without a sandbox at a terminal of its own; `kernel` tells what of the kernel it would use. */
#include <stdio.h>
#include <string.h>

#include "supervisor.h"

static const char USAGE[] =
    "Usage: assent-supervisor run [--pty COLSxROWS] [--cgroup DIR]... [--socket PATH]... [--made NAME/NAME...]\n"
    "                             [--ask-open NAME]... -- BWRAP ARG...\n"
    "       assent-supervisor inner [--filter FD] [--link FD] [--notify] [--landlock] [--write PATH]...\n"
    "                               [--proxy PORT] [--limit NAME=VALUE]... [--keyring] [--default-signals]\n"
    "                               -- COMMAND [ARG]...\n"
    "       assent-supervisor foreground GROUP\n"
    "       assent-supervisor terminal COLSxROWS -- COMMAND [ARG]...\n"
    "       assent-supervisor kernel\n"
    "\n"
    "Part of assent, which starts it; of no use by itself.\n";

int main(int count, char **words) {
  if (count >= 2 && strcmp(words[1], "run") == 0) return outer_main(count - 2, words + 2);
  if (count >= 2 && strcmp(words[1], "inner") == 0) return inner_main(count - 2, words + 2);
  if (count >= 2 && strcmp(words[1], "foreground") == 0) return foreground_main(count - 2, words + 2);
  if (count >= 2 && strcmp(words[1], "terminal") == 0) return terminal_main(count - 2, words + 2);
  if (count == 2 && strcmp(words[1], "kernel") == 0) return printf("landlock %d\n", landlock_version()) < 0;
  bool isAsked = count == 2 && strcmp(words[1], "--help") == 0;
  fputs(USAGE, isAsked ? stdout : stderr);
  return isAsked ? 0 : STATUS_FAULT;
}
