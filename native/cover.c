/* Covers what has become secret since the run began: a child enters the sandbox's mounts and puts something empty over it. */
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

/* A child at work. */
struct covering {
  struct covering *next;
  pid_t pid;
  char *path;
};

static struct covering *at_work;

/* A detached file system with nothing in it but, for a file, `empty`, which nobody may open. */
static int empty_disk(bool is_folder) {
  int made = (int)syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC);
  if (made < 0) return -1;
  const char *mode = is_folder ? "0000" : "0700";
  bool done = syscall(SYS_fsconfig, made, FSCONFIG_SET_STRING, "mode", mode, 0) == 0 &&
              syscall(SYS_fsconfig, made, FSCONFIG_SET_STRING, "size", "4096", 0) == 0 &&
              syscall(SYS_fsconfig, made, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0;
  const unsigned flags = MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | (is_folder ? MOUNT_ATTR_RDONLY : 0);
  int disk = done ? (int)syscall(SYS_fsmount, made, FSMOUNT_CLOEXEC, flags) : -1;
  if (disk < 0 || is_folder) return disk;
  int file = openat(disk, "empty", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0);
  return file < 0 || close(file) != 0 ? -1 : disk;
}

/* Only a file that is mounted somewhere can be mounted elsewhere: in a copy of the mounts that ends with this process. */
static int detached_file(int mounts) {
  int disk = -1, file = -1;
  if (unshare(CLONE_NEWNS) != 0 || (disk = empty_disk(false)) < 0) return -1;
  if (syscall(SYS_move_mount, disk, "", AT_FDCWD, "/dev", MOVE_MOUNT_F_EMPTY_PATH) != 0) return -1;
  file = (int)syscall(SYS_open_tree, AT_FDCWD, "/dev/empty", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  if (file < 0) return -1;
  struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC};
  if (syscall(SYS_mount_setattr, file, "", AT_EMPTY_PATH, &attributes, sizeof attributes) != 0) return -1;
  return setns(mounts, CLONE_NEWNS) == 0 ? file : -1;
}

/* Whoever owns the mounts may change them: the user namespace that bubblewrap made first. */
static int enter(void) {
  char path[32];
  snprintf(path, sizeof path, "/proc/%d/ns/mnt", run.inner);
  int mounts = open(path, O_RDONLY | O_CLOEXEC);
  int owner = mounts < 0 ? -1 : ioctl(mounts, NS_GET_USERNS);
  if (owner < 0 || setns(owner, CLONE_NEWUSER) != 0 || setns(mounts, CLONE_NEWNS) != 0) return -1;
  return mounts;
}

/* -1 if it has gone; -2 with errno set if it is something else. */
static int open_target(const char *path, bool is_folder) {
  /* What stands there is covered, not what a link leads to. */
  int target = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (target < 0) return errno == ENOENT || errno == ENOTDIR ? -1 : -2;
  struct stat is;
  if (fstat(target, &is) != 0) return -2;
  if (S_ISDIR(is.st_mode) == is_folder && !S_ISLNK(is.st_mode)) return target;
  errno = S_ISLNK(is.st_mode) ? ELOOP : is_folder ? ENOTDIR : EISDIR;
  return -2;
}

static int cover_inside(const char *path, bool is_folder) {
  int mounts = enter();
  if (mounts < 0) return errno;
  int empty = is_folder ? empty_disk(true) : detached_file(mounts);
  if (empty < 0) return errno;
  int target = open_target(path, is_folder);
  /* What has gone again needs no cover. */
  if (target < 0) return target == -1 ? 0 : errno;
  const unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
  return syscall(SYS_move_mount, empty, "", target, "", flags) == 0 ? 0 : errno;
}

static void tell_failure(const char *path, const char *why) {
  struct text text = {0};
  text_format(&text, "cannot cover ");
  text_add(&text, path, strlen(path));
  text_format(&text, ": %s", why);
  channel_fault("cover", text.bytes);
  text_free(&text);
}

void cover(const char *path, bool is_folder) {
  pid_t pid = path[0] != '/' || run.inner == 0 ? -1 : fork();
  if (pid == 0) _exit(cover_inside(path, is_folder));
  if (pid < 0) {
    tell_failure(path, "the sandbox does not stand, or the path is not absolute");
    return;
  }
  struct covering *covering = must_have(malloc(sizeof *covering));
  *covering = (struct covering){at_work, pid, must_have(strdup(path))};
  at_work = covering;
}

bool cover_ended(pid_t pid, int status) {
  struct covering **at = &at_work;
  while (*at != NULL && (*at)->pid != pid) at = &(*at)->next;
  struct covering *done = *at;
  if (done == NULL) return false;
  *at = done->next;
  if (status == 0) {
    struct text message = {0};
    text_format(&message, "{\"kind\":\"covered\",\"path\":");
    text_json(&message, done->path, strlen(done->path));
    text_add(&message, "}", 1);
    channel_send(&message, -1);
  } else {
    tell_failure(done->path, strerror(status));
  }
  free(done->path);
  free(done);
  return true;
}
