/* Finds the processes of a run by descent: orphans fall to the sandbox's first process, which is below bubblewrap. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "supervisor.h"

struct process {
  pid_t pid, parent;
  bool is_below;
};

static pid_t parent_of(const char *pid) {
  char path[280], stat[512];
  snprintf(path, sizeof path, "/proc/%s/stat", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t got = read(file, stat, sizeof stat - 1);
  close(file);
  if (got <= 0) return -1;
  stat[got] = 0;
  /* The name before it may hold spaces and parentheses. */
  char *after = strrchr(stat, ')');
  return after == NULL || strlen(after) < 4 ? -1 : (pid_t)atoi(after + 4);
}

static size_t all_processes(struct process **all) {
  size_t count = 0, room = 0;
  DIR *folder = opendir("/proc");
  if (folder == NULL) return 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    if (!isdigit((unsigned char)entry->d_name[0])) continue;
    if (count == room) {
      room = room * 2 + 256;
      *all = must_have(realloc(*all, room * sizeof **all));
    }
    (*all)[count++] = (struct process){(pid_t)atoi(entry->d_name), parent_of(entry->d_name), false};
  }
  closedir(folder);
  return count;
}

static bool is_below(pid_t parent, pid_t bwrap, const struct process *all, size_t count) {
  if (parent == bwrap) return true;
  for (size_t at = 0; at < count; at++)
    if (all[at].pid == parent) return all[at].is_below;
  return false;
}

void tree_signal(pid_t bwrap, int signal) {
  struct process *all = NULL;
  size_t count = all_processes(&all);
  /* Children may stand before their parents in the list. */
  for (bool grows = true; grows;) {
    grows = false;
    for (size_t at = 0; at < count; at++) {
      if (all[at].is_below || !is_below(all[at].parent, bwrap, all, count)) continue;
      all[at].is_below = grows = true;
    }
  }
  for (size_t at = 0; at < count; at++) {
    if (!all[at].is_below) continue;
    /* A stopped one is woken to receive it. */
    (void)kill(all[at].pid, signal);
    (void)kill(all[at].pid, SIGCONT);
  }
  free(all);
}
