/* Inside the sandbox: seals, pins and hides what bubblewrap has left open, in a few calls a mount. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

/* From <sys/mount.h>, which does not go together with the kernel's own header. */
int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data);
enum { READ_ONLY = 1, NO_SET_USER_ID = 2, NO_DEVICES = 4, NO_EXECUTION = 8 };
#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

/* In the order in which they are made: what lies in a folder comes after it. */
struct mount_step {
  enum { SEAL, PIN, MASK, BLANK } kind;
  const char *path;
  /* What is put in its place, for a mask. */
  const char *from;
  int source;
};

static struct mount_step *steps;
static size_t step_count;
static const char *folder;
static bool wants_devices;

bool mounts_take(int count, char **words, int *at) {
  if (strcmp(words[*at], "--dev") == 0) return wants_devices = true;
  static const struct {
    const char *option;
    int kind, values;
  } options[] = {{"--seal", SEAL, 1}, {"--pin", PIN, 1}, {"--mask", MASK, 2}, {"--blank", BLANK, 1}, {"--chdir", -1, 1}};
  for (size_t which = 0; which < sizeof options / sizeof options[0]; which++) {
    if (strcmp(words[*at], options[which].option) != 0 || *at + options[which].values >= count) continue;
    const char *value = words[*at + options[which].values];
    if (options[which].kind < 0) {
      folder = value;
    } else {
      if (steps == NULL) steps = must_have(calloc((size_t)count, sizeof *steps));
      steps[step_count++] = (struct mount_step){.kind = (__typeof__(steps->kind))options[which].kind, .path = value, .source = -1};
      if (options[which].kind == MASK) steps[step_count - 1].from = words[*at + 1];
    }
    *at += options[which].values;
    return true;
  }
  return false;
}

/* What the path names itself: whoever puts a link in its place meanwhile must not choose what is mounted over. */
static int open_place(const char *path) {
  struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
  return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

/* Lays a copy of `source` over `place`, with all that is mounted below it, and sets or takes away what holds for it. */
static bool lay(int source, int place, uint64_t attributes, uint64_t without) {
  long tree = syscall(SYS_open_tree, source, "", AT_EMPTY_PATH | AT_RECURSIVE | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  if (tree < 0) return false;
  struct mount_attr wanted = {.attr_set = attributes, .attr_clr = without};
  bool done = (attributes == 0 || syscall(SYS_mount_setattr, (int)tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &wanted,
                                          sizeof wanted) == 0) &&
              syscall(SYS_move_mount, (int)tree, "", place, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == 0;
  int why = errno;
  close((int)tree);
  errno = why;
  return done;
}

static bool make(const struct mount_step *step) {
  int place = open_place(step->path);
  if (place < 0) return false;
  bool done;
  char name[64];
  switch (step->kind) {
    case SEAL:
      done = lay(place, place, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, 0);
      break;
    case PIN:
      done = lay(place, place, 0, 0);
      break;
    case MASK:
      done = lay(step->source, place, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, 0);
      break;
    case BLANK:
    default:
      snprintf(name, sizeof name, "/proc/self/fd/%d", place);
      done = mount("tmpfs", name, "tmpfs", READ_ONLY | NO_SET_USER_ID | NO_DEVICES | NO_EXECUTION, "mode=0000,size=4k") == 0;
  }
  int why = errno;
  close(place);
  errno = why;
  return done;
}

static const char *const NODES[] = {"null", "zero", "full", "random", "urandom", "tty", "console"};
enum { NODE_COUNT = sizeof NODES / sizeof NODES[0], CONSOLE = NODE_COUNT - 1 };

/* The console is the terminal that the command writes to, if it does: by that name it is found inside. */
static int open_node(int which) {
  if (which == CONSOLE) {
    const char *terminal = ttyname(STDOUT_FILENO);
    return terminal == NULL ? -1 : open(terminal, O_PATH | O_CLOEXEC);
  }
  char path[64];
  snprintf(path, sizeof path, "/dev/%s", NODES[which]);
  return open(path, O_PATH | O_CLOEXEC);
}

static bool make_node(int devices, const char *name, int source) {
  int made = openat(devices, name, O_CREAT | O_EXCL | O_RDONLY | O_CLOEXEC, 0444);
  bool done = made >= 0 && lay(source, made, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV);
  int why = errno;
  if (made >= 0) close(made);
  errno = why;
  return done;
}

/* What is in a folder of devices that harm nobody; terminals and shared memory are the sandbox's own. */
static bool fill_devices(int devices, const int *sources) {
  static const char *const links[][2] = {{"stdin", "/proc/self/fd/0"}, {"stdout", "/proc/self/fd/1"},
                                         {"stderr", "/proc/self/fd/2"}, {"fd", "/proc/self/fd"},
                                         {"core", "/proc/kcore"}, {"ptmx", "pts/ptmx"}};
  for (int each = 0; each < NODE_COUNT; each++) {
    if (sources[each] >= 0 && !make_node(devices, NODES[each], sources[each])) return false;
  }
  for (size_t each = 0; each < sizeof links / sizeof links[0]; each++) {
    if (symlinkat(links[each][1], devices, links[each][0]) != 0) return false;
  }
  return mkdirat(devices, "shm", 0755) == 0 && mkdirat(devices, "pts", 0755) == 0 &&
         mount("devpts", "/dev/pts", "devpts", NO_SET_USER_ID | NO_EXECUTION, "newinstance,ptmxmode=0666,mode=620") == 0;
}

static bool make_devices(void) {
  int sources[NODE_COUNT];
  bool done = true;
  for (int each = 0; each < NODE_COUNT; each++) {
    sources[each] = open_node(each);
    if (sources[each] < 0 && each != CONSOLE) done = false;
  }
  mode_t mask = umask(0);
  done = done && mount("tmpfs", "/dev", "tmpfs", NO_SET_USER_ID | NO_DEVICES, "mode=0755") == 0;
  int devices = done ? open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
  done = devices >= 0 && fill_devices(devices, sources);
  int why = errno;
  umask(mask);
  for (int each = 0; each < NODE_COUNT; each++) {
    if (sources[each] >= 0) close(sources[each]);
  }
  if (devices >= 0) close(devices);
  errno = why;
  return done;
}

/* All that bubblewrap has left for the mounts, also from what programs that are executed could regain. */
static bool drop_capabilities(void) {
  for (int each = 0; prctl(PR_CAPBSET_READ, each, 0, 0, 0) >= 0; each++) {
    if (prctl(PR_CAPBSET_DROP, each, 0, 0, 0) != 0) return false;
  }
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return false;
  struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {0};
  return syscall(SYS_capset, &head, none) == 0;
}

const char *mounts_apply(void) {
  if (step_count == 0 && !wants_devices) return NULL;
  for (struct mount_step *step = steps; step < steps + step_count; step++) {
    /* Before anything is hidden, for that may be. */
    if (step->from != NULL && (step->source = open_place(step->from)) < 0) return step->from;
  }
  if (wants_devices && !make_devices()) return "/dev";
  for (const struct mount_step *step = steps; step < steps + step_count; step++) {
    if (!make(step)) return step->path;
  }
  for (const struct mount_step *step = steps; step < steps + step_count; step++) {
    if (step->source >= 0) close(step->source);
  }
  /* The folder that this process stands in is the one below the new mounts. */
  if (folder == NULL || chdir(folder) != 0) return folder == NULL ? "--chdir" : folder;
  return drop_capabilities() ? NULL : "capabilities";
}
