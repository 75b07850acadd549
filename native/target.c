/* Reads of a process that waits for an answer: its memory, its files, its words, its parents. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "supervisor.h"

enum { PAGE_BYTES = 4096, WORDS_BYTES_MAX = 1 << 16 };

ssize_t target_read(pid_t pid, uint64_t from, void *to, size_t length) {
  struct iovec here = {to, length}, there = {(void *)(uintptr_t)from, length};
  ssize_t got = process_vm_readv(pid, &here, 1, &there, 1, 0);
  return got < 0 ? -errno : got;
}

int target_string(pid_t pid, uint64_t from, struct text *to, size_t max) {
  char bytes[PAGE_BYTES];
  for (size_t taken = 0;;) {
    /* What lies beyond the page of the closing zero may not be there. */
    size_t most = PAGE_BYTES - (size_t)(from % PAGE_BYTES);
    ssize_t got = target_read(pid, from, bytes, most);
    if (got <= 0) return got < 0 ? (int)got : -EFAULT;
    char *zero = memchr(bytes, 0, (size_t)got);
    size_t length = zero == NULL ? (size_t)got : (size_t)(zero - bytes);
    if (length > max - taken) {
      text_add(to, bytes, max - taken);
      return 1;
    }
    text_add(to, bytes, length);
    if (zero != NULL) return 0;
    taken += length;
    from += (uint64_t)got;
  }
}

char *target_link(pid_t pid, const char *name) {
  char path[64], leads[PATH_BYTES_MAX + 16];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
  ssize_t length = readlink(path, leads, sizeof leads - 1);
  if (length < 0 || length == sizeof leads - 1) return NULL;
  leads[length] = 0;
  return must_have(strdup(leads));
}

static char *link_of_descriptor(pid_t pid, int descriptor) {
  char name[32];
  snprintf(name, sizeof name, "fd/%d", descriptor);
  return target_link(pid, name);
}

/* Where the name of what a process holds ends, in a path after /proc/self/; 0 if it is none. */
static size_t held_length(const char *rest) {
  static const char *const names[] = {"root", "cwd", "exe"};
  for (size_t at = 0; at < sizeof names / sizeof names[0]; at++) {
    size_t length = strlen(names[at]);
    if (strncmp(rest, names[at], length) == 0 && (rest[length] == '/' || rest[length] == 0)) return length;
  }
  if (strncmp(rest, "fd/", 3) != 0) return 0;
  size_t digits = strspn(rest + 3, "0123456789");
  bool is_number = digits > 0 && digits < 10 && (rest[3 + digits] == '/' || rest[3 + digits] == 0);
  return is_number ? 3 + digits : 0;
}

static char *join(const char *base, const char *rest) {
  struct text whole = {0};
  text_add(&whole, base, strcmp(base, "/") == 0 ? 0 : strlen(base));
  text_add(&whole, "/", 1);
  text_add(&whole, rest, strlen(rest));
  return whole.bytes;
}

/* `rest` of a path after /proc/self/ and the like, as it is meant by the process itself. */
static int through_proc(pid_t pid, const char *rest, struct file *file) {
  size_t held = held_length(rest);
  if (held == 0) return 1;
  char name[32];
  snprintf(name, sizeof name, "%.*s", (int)held, rest);
  char *leads = target_link(pid, name);
  if (leads == NULL) return -ENOENT;
  while (rest[held] == '/') held++;
  if (rest[held] == 0) {
    file->link = leads;
    return 0;
  }
  file->path = join(leads, rest + held);
  free(leads);
  return 0;
}

/* The names by which a process reaches what it holds; to everybody else they mean something else. 1 if it is none. */
static int by_own_name(pid_t pid, const char *path, struct file *file) {
  static const struct {
    const char *before, *in_place;
  } names[] = {{"/proc/self/", ""}, {"/proc/thread-self/", ""}, {"/dev/fd/", "fd/"}};
  /* However many slashes it is written with. */
  char plain[PATH_BYTES_MAX + 8];
  size_t length = 0;
  for (const char *at = path; *at != 0 && length < PATH_BYTES_MAX; at++) {
    while (at[0] == '/' && (at[1] == '/' || (at[1] == '.' && at[2] == '/'))) at += at[1] == '/' ? 1 : 2;
    plain[length++] = *at;
  }
  plain[length] = 0;
  for (size_t at = 0; at < sizeof names / sizeof names[0]; at++) {
    size_t before = strlen(names[at].before), put = strlen(names[at].in_place);
    if (strncmp(plain, names[at].before, before) != 0) continue;
    memmove(plain + put, plain + before, length - before + 1);
    memcpy(plain, names[at].in_place, put);
    return through_proc(pid, plain, file);
  }
  return 1;
}

int target_file(pid_t pid, int folder, const char *path, struct file *file) {
  if (path[0] == '/') {
    int own = by_own_name(pid, path, file);
    if (own <= 0) return own;
    file->path = must_have(strdup(path));
    return 0;
  }
  char *base = folder == AT_FDCWD ? target_link(pid, "cwd") : link_of_descriptor(pid, folder);
  if (base == NULL) return folder == AT_FDCWD ? -EACCES : -EBADF;
  if (path[0] == 0) {
    file->link = base;
    return 0;
  }
  while (strncmp(path, "./", 2) == 0) path += 2;
  file->path = join(base, path);
  free(base);
  return 0;
}

void file_free(struct file *file) {
  free(file->path);
  free(file->link);
  *file = (struct file){0};
}

int target_open(const char *path, int flags) {
  if (run.root < 0) {
    char name[32];
    snprintf(name, sizeof name, "/proc/%d/root", run.inner);
    run.root = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (run.root < 0) return -EAGAIN;
  }
  /* Links are followed as they are meant inside, never out of its root. */
  struct open_how how = {.flags = (uint64_t)(flags | O_PATH | O_CLOEXEC), .resolve = RESOLVE_IN_ROOT};
  long opened = syscall(SYS_openat2, run.root, path, &how, sizeof how);
  return opened < 0 ? -errno : (int)opened;
}

bool target_words(pid_t pid, struct text *words) {
  char path[32], bytes[PAGE_BYTES];
  snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  for (ssize_t got; words->length < WORDS_BYTES_MAX && (got = read(file, bytes, sizeof bytes)) > 0;)
    text_add(words, bytes, (size_t)got);
  close(file);
  return words->length > 0;
}

/* The number after `name` in /proc/PID/status; -1 without. */
static pid_t status_of(pid_t pid, const char *name) {
  char path[32], bytes[PAGE_BYTES];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t got = read(file, bytes, sizeof bytes - 1);
  close(file);
  if (got <= 0) return -1;
  bytes[got] = 0;
  /* The program's name, which comes first, is escaped: no line of its own can look like this one. */
  char *found = strstr(bytes, name);
  return found == NULL ? -1 : (pid_t)atoi(found + strlen(name));
}

pid_t target_parent(pid_t pid) {
  return status_of(pid, "\nPPid:\t");
}

pid_t target_process(pid_t thread) {
  return status_of(thread, "\nTgid:\t");
}
