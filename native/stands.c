/* Inside the sandbox: whether bubblewrap has mounted what was meant, for it follows links on its way. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

/* Newer than some headers. */
#ifndef STATX_ATTR_MOUNT_ROOT
#define STATX_ATTR_MOUNT_ROOT 0x2000
#endif

/* `is`: device and number of what must stand there, `-` where that is not known. */
struct standing {
  const char *is, *path;
};

static struct standing *standings;
static size_t standing_count;

bool stands_take(int count, char **words, int *at) {
  if (strcmp(words[*at], "--stands") != 0 || *at + 2 >= count) return false;
  if (standings == NULL) standings = must_have(calloc((size_t)count, sizeof *standings));
  standings[standing_count++] = (struct standing){.is = words[*at + 1], .path = words[*at + 2]};
  *at += 2;
  return true;
}

/* A mount of its own, of the very file or folder, by a path without links. */
static bool stands(const struct standing *wanted) {
  struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
  int place = (int)syscall(SYS_openat2, AT_FDCWD, wanted->path, &how, sizeof how);
  if (place < 0) return false;
  struct stat is;
  struct statx more;
  char name[64];
  bool done = fstat(place, &is) == 0 && statx(place, "", AT_EMPTY_PATH, 0, &more) == 0;
  int why = errno;
  close(place);
  errno = why;
  if (!done) return false;
  snprintf(name, sizeof name, "%llu:%llu", (unsigned long long)is.st_dev, (unsigned long long)is.st_ino);
  bool is_root = (more.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) == 0 || (more.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  errno = ESTALE;
  return is_root && (strcmp(wanted->is, "-") == 0 || strcmp(wanted->is, name) == 0);
}

const char *stands_check(void) {
  for (size_t at = 0; at < standing_count; at++) {
    if (!stands(&standings[at])) return standings[at].path;
  }
  return NULL;
}
