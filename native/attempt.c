/* Tells of calls that the sandbox stops: what was to be written where nothing can be, and who could not be reached. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

enum { ATTEMPTS_MAX = 64, LINKS_MAX = 8 };

static char *told[ATTEMPTS_MAX];
static size_t told_count;

/* Each thing is told once; `key` is kept. */
static bool is_new(char *key) {
  bool is_known = told_count == ATTEMPTS_MAX;
  for (size_t at = 0; at < told_count && !is_known; at++) is_known = strcmp(told[at], key) == 0;
  if (is_known) free(key);
  else told[told_count++] = key;
  return !is_known;
}

void attempt_path(const char *what, const char *path) {
  struct text key = {0};
  text_format(&key, "%s ", what);
  text_add(&key, path, strlen(path));
  if (!is_new(key.bytes)) return;
  struct text message = {0};
  text_format(&message, "{\"kind\":\"attempt\",\"what\":\"%s\",\"path\":", what);
  text_json(&message, path, strlen(path));
  text_add(&message, "}", 1);
  channel_send(&message, -1);
}

void attempt_address(const char *address, unsigned port) {
  struct text key = {0};
  text_format(&key, "address %s %u", address, port);
  if (!is_new(key.bytes)) return;
  struct text message = {0};
  text_format(&message, "{\"kind\":\"attempt\",\"what\":\"address\",\"address\":\"%s\",\"port\":%u}", address, port);
  channel_send(&message, -1);
}

/* What is shared gets one more name, by which it can be written to. */
enum does { OPENS, MAKES, MAKES_FOLDER, REMOVES, SHARES };

/* One path of a call: the argument with its folder, -1 for the working folder, and the argument with the path. */
struct aim {
  int folder, path;
  enum does does;
};

static bool opens_for_writing(uint64_t flags) {
  return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_TRUNC | O_CREAT)) != 0;
}

/* At most two; the number of them. */
static int aims_of(const struct seccomp_notif *notice, struct aim *aims, uint64_t *flags) {
  const uint64_t *at = (const uint64_t *)notice->data.args;
  *flags = O_WRONLY;
  switch (notice->data.nr) {
#ifdef SYS_open
    case SYS_open:
      *flags = at[1];
      aims[0] = (struct aim){-1, 0, OPENS};
      return 1;
    case SYS_creat:
      aims[0] = (struct aim){-1, 0, OPENS};
      return 1;
    case SYS_mkdir:
      aims[0] = (struct aim){-1, 0, MAKES_FOLDER};
      return 1;
    case SYS_mknod:
      aims[0] = (struct aim){-1, 0, MAKES};
      return 1;
    case SYS_rmdir:
    case SYS_unlink:
      aims[0] = (struct aim){-1, 0, REMOVES};
      return 1;
    case SYS_rename:
      aims[0] = (struct aim){-1, 0, REMOVES};
      aims[1] = (struct aim){-1, 1, MAKES};
      return 2;
    case SYS_link:
      aims[0] = (struct aim){-1, 1, MAKES};
      aims[1] = (struct aim){-1, 0, SHARES};
      return 2;
    case SYS_symlink:
      aims[0] = (struct aim){-1, 1, MAKES};
      return 1;
#endif
#ifdef SYS_renameat
    case SYS_renameat:
#endif
    case SYS_renameat2:
      aims[0] = (struct aim){0, 1, REMOVES};
      aims[1] = (struct aim){2, 3, MAKES};
      return 2;
    case SYS_openat:
      *flags = at[2];
      aims[0] = (struct aim){0, 1, OPENS};
      return 1;
    case SYS_mkdirat:
      aims[0] = (struct aim){0, 1, MAKES_FOLDER};
      return 1;
    case SYS_mknodat:
      aims[0] = (struct aim){0, 1, MAKES};
      return 1;
    case SYS_unlinkat:
      aims[0] = (struct aim){0, 1, REMOVES};
      return 1;
    case SYS_linkat:
      aims[0] = (struct aim){2, 3, MAKES};
      aims[1] = (struct aim){0, 1, SHARES};
      return 2;
    case SYS_symlinkat:
      aims[0] = (struct aim){1, 2, MAKES};
      return 1;
    case SYS_truncate:
      aims[0] = (struct aim){-1, 0, OPENS};
      return 1;
    default:
      return 0;
  }
}

/* True if nothing else than a read-only mount is in the way: what belongs to others cannot be written anywhere. */
static bool is_read_only(int opened) {
  char name[32];
  snprintf(name, sizeof name, "/proc/self/fd/%d", opened);
  return access(name, W_OK) != 0 && errno == EROFS;
}

/* Tells where a descriptor of ours leads to, with `rest` behind it. */
static void tell(int opened, const char *rest) {
  char name[32];
  snprintf(name, sizeof name, "fd/%d", opened);
  char *path = target_link(getpid(), name);
  if (path == NULL) return;
  struct text whole = {0};
  text_add(&whole, path, strcmp(path, "/") == 0 && rest != NULL ? 0 : strlen(path));
  if (rest != NULL) text_add(&whole, "/", 1);
  if (rest != NULL) text_add(&whole, rest, strlen(rest));
  attempt_path("write", whole.bytes);
  free(path);
  text_free(&whole);
}

/* What a link that leads to nothing yet stands for, in place of `path`; false for anything else. */
static bool follow(char **path) {
  char leads[PATH_BYTES_MAX];
  int link = target_open(*path, O_NOFOLLOW);
  ssize_t length = link < 0 ? -1 : readlinkat(link, "", leads, sizeof leads - 1);
  if (link >= 0) close(link);
  if (length <= 0) return false;
  struct text whole = {0};
  const char *slash = strrchr(*path, '/');
  if (leads[0] != '/') text_add(&whole, *path, slash == NULL ? 0 : (size_t)(slash - *path) + 1);
  text_add(&whole, leads, (size_t)length);
  free(*path);
  *path = whole.bytes;
  return true;
}

/* What is to be made as a folder ends in a slash. */
static void look_at_folder(char *path, enum does does) {
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') path[--length] = 0;
  char *slash = strrchr(path, '/');
  if (slash == NULL || strcmp(slash + 1, "..") == 0 || strcmp(slash + 1, ".") == 0 || slash[1] == 0) return;
  *slash = 0;
  int folder = target_open(slash == path ? "/" : path, O_DIRECTORY);
  if (folder < 0) return;
  struct text name = {0};
  text_add(&name, slash + 1, strlen(slash + 1));
  if (does == MAKES_FOLDER) text_add(&name, "/", 1);
  if (is_read_only(folder)) tell(folder, name.bytes);
  text_free(&name);
  close(folder);
}

/* By what the kernel itself goes by: whether the mount that it lies on is read-only. */
static void look_at(char **named, enum does does, uint64_t flags) {
  int opened = target_open(*named, does == OPENS ? 0 : O_NOFOLLOW);
  for (int links = 0; opened == -ENOENT && does == OPENS && links < LINKS_MAX && follow(named); links++)
    opened = target_open(*named, 0);
  char *path = *named;
  if (opened < 0 && does != REMOVES) {
    if (does != OPENS || (flags & O_CREAT) != 0) look_at_folder(path, does);
    return;
  }
  if (opened < 0) return;
  struct stat is;
  bool is_written = does == REMOVES || (does == OPENS && ((flags & O_ACCMODE) != O_RDONLY || (flags & O_TRUNC) != 0));
  /* Devices, pipes and sockets are written to on a read-only mount as well. */
  bool is_plain = fstat(opened, &is) == 0 && (does != OPENS || S_ISREG(is.st_mode) || S_ISDIR(is.st_mode));
  if (is_written && is_plain && is_read_only(opened)) tell(opened, NULL);
  close(opened);
}

/* Which argument holds the text of a new link; -1 for other calls. */
static int link_text_of(const struct seccomp_notif *notice) {
#ifdef SYS_symlink
  if (notice->data.nr == SYS_symlink) return 0;
#endif
  return notice->data.nr == SYS_symlinkat ? 0 : -1;
}

static char *argument(const struct seccomp_notif *notice, int at) {
  struct text text = {0};
  int done = target_string((pid_t)notice->pid, notice->data.args[at], &text, PATH_BYTES_MAX - 1);
  if (done == 0 && text.length > 0) return text.bytes;
  text_free(&text);
  return NULL;
}

void write_notice(const struct seccomp_notif *notice) {
  pid_t pid = (pid_t)notice->pid;
  struct aim aims[2];
  struct file files[2] = {0};
  uint64_t flags;
  int count = aims_of(notice, aims, &flags);
  bool asks_open = count > 0 && aims[0].does == OPENS && reading_is_watched();
  bool is_reading = count > 0 && aims[0].does == OPENS && !opens_for_writing(flags);
  bool is_hidden = false;
  if (is_reading && !asks_open) count = 0;
  for (int at = 0; at < count; at++) {
    char *path = argument(notice, aims[at].path);
    int folder = aims[at].folder < 0 ? AT_FDCWD : (int)notice->data.args[aims[at].folder];
    int unknown = path == NULL ? 0 : target_file(pid, folder, path, &files[at]);
    /* What is nothing to the caller is the kernel's to refuse. */
    if (at == 0 && unknown < 0 && unknown != -EBADF && unknown != -ENOENT) is_hidden = true;
    free(path);
  }
  int text = link_text_of(notice);
  char *link = count == 0 || text < 0 ? NULL : argument(notice, text);
  bool is_valid = count > 0 && notice_is_valid(notice->id);
  enum reading reading = is_valid && asks_open ? reading_asks(notice->id, &files[0]) : READING_FREE;
  /* What may be denied and cannot be looked at is not opened. */
  bool is_refused = reading == READING_UNKNOWN || (asks_open && is_hidden);
  if (is_reading) is_valid = false;
  /* The caller goes on at once: what is looked up here is told, and decides nothing. */
  for (int at = 0; is_valid && at < count; at++) {
    made_name(files[at].path != NULL ? files[at].path : files[at].link);
    if (files[at].path != NULL && aims[at].does != SHARES && told_count < ATTEMPTS_MAX)
      look_at(&files[at].path, aims[at].does, flags);
  }
  if (is_valid) made_link(link);
  if (reading != READING_HELD) notice_answer(notice->id, is_refused ? -EACCES : 0);
  free(link);
  for (int at = 0; at < count; at++) file_free(&files[at]);
}
