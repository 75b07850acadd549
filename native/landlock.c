/* A second wall behind the mounts: Landlock, so that nothing is written but below named places. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

/* Newer than some headers. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

static const uint64_t FILE_WRITES = LANDLOCK_ACCESS_FS_WRITE_FILE;
static const uint64_t FOLDER_WRITES =
    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER;

/* The sandbox's own: devices, shared memory, its processes. */
static const char *const OWN[] = {"/dev", "/proc"};

/* 0 where there is none, and for the first version, under which no file could be moved to another folder. */
int landlock_version(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 2 ? 0 : (int)version;
}

static uint64_t writes_of_file(int version) {
  return FILE_WRITES | (version >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0);
}

static bool allow_below(int rules, int version, int place) {
  struct stat is;
  if (fstat(place, &is) != 0) return false;
  struct landlock_path_beneath_attr rule = {
      .allowed_access = writes_of_file(version) | (S_ISDIR(is.st_mode) ? FOLDER_WRITES : 0),
      .parent_fd = place,
  };
  return syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

static bool allow_path(int rules, int version, const char *path) {
  int place = open(path, O_PATH | O_CLOEXEC);
  if (place < 0) return false;
  bool done = allow_below(rules, version, place);
  int why = errno;
  close(place);
  errno = why;
  return done;
}

bool landlock_apply(int version, char *const *writable, size_t count) {
  struct landlock_ruleset_attr handled = {.handled_access_fs = writes_of_file(version) | FOLDER_WRITES};
  /* The kernel takes a longer structure only if what it does not know is zero; this one is as short as the first. */
  long rules = syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0);
  if (rules < 0) return false;
  for (size_t at = 0; at < sizeof OWN / sizeof OWN[0]; at++) {
    if (!allow_path((int)rules, version, OWN[at])) return false;
  }
  for (size_t at = 0; at < count; at++) {
    if (!allow_path((int)rules, version, writable[at])) return false;
  }
  /* A stream that may be written may be opened again by its name in /dev; pipes and sockets need no rule. */
  for (int stream = 0; stream <= 2; stream++) {
    int flags = fcntl(stream, F_GETFL);
    struct stat is;
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY || fstat(stream, &is) != 0 || S_ISDIR(is.st_mode)) continue;
    (void)allow_below((int)rules, version, stream);
  }
  bool done = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  int why = errno;
  close((int)rules);
  errno = why;
  return done;
}
