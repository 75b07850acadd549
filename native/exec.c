/* Programs that are about to start: what they are, who starts them, and what Node says to it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "supervisor.h"

enum {
  /* What the kernel itself takes by default; more is refused as the kernel refuses it, never judged in part. */
  ARGV_BYTES_MAX = 2 << 20,
  ARGV_WORDS_MAX = 1 << 18,
  POINTERS = 256,
  ANCESTORS_MAX = 64,
  KEY_BYTES_MAX = 1 << 17,
  SAME_BYTES_MAX = 16 << 20,
  BUCKETS = 1024,
};

/* What makes one start the same as another: path, folder and words, byte for byte, and the very file. */
struct start {
  struct start *next;
  struct text key;
  struct stat file;
};

/* A start that waits for Node, or an opening. */
struct pending {
  struct pending *next;
  uint64_t id, notice;
  /* Empty if it can be no other's like. */
  struct start start;
};

static struct pending *waiting;
static struct start *same[BUCKETS];
static size_t same_bytes;
static uint64_t ids;
static bool was_reported;

static void free_pending(struct pending *pending) {
  text_free(&pending->start.key);
  free(pending);
}

static struct start **bucket_of(const struct text *key) {
  uint64_t hash = 14695981039346656037U;
  for (size_t at = 0; at < key->length; at++) hash = (hash ^ (unsigned char)key->bytes[at]) * 1099511628211U;
  return &same[hash % BUCKETS];
}

static bool is_same_file(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
         a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static struct start *find_same(const struct start *start) {
  struct start *found = *bucket_of(&start->key);
  for (; found != NULL; found = found->next) {
    bool is_equal = found->key.length == start->key.length &&
                    memcmp(found->key.bytes, start->key.bytes, start->key.length) == 0;
    if (is_equal && is_same_file(&found->file, &start->file)) return found;
  }
  return NULL;
}

static void remember(struct start *start) {
  if (start->key.length == 0 || same_bytes + start->key.length > SAME_BYTES_MAX || find_same(start) != NULL) return;
  struct start *kept = must_have(malloc(sizeof *kept));
  struct start **bucket = bucket_of(&start->key);
  *kept = *start;
  kept->next = *bucket;
  *bucket = kept;
  same_bytes += kept->key.length + sizeof *kept;
  start->key = (struct text){0};
}

/* Words with a zero behind each; 0 or a negative error. */
static int read_argv(pid_t pid, uint64_t from, struct text *words) {
  uint64_t pointers[POINTERS];
  text_add(words, "", 0);
  if (from == 0) return 0;
  for (size_t count = 0; count < ARGV_WORDS_MAX;) {
    size_t most = (4096 - (size_t)(from % 4096)) / sizeof pointers[0];
    if (most == 0) most = 1;
    ssize_t got = target_read(pid, from, pointers, (most < POINTERS ? most : POINTERS) * sizeof pointers[0]);
    if (got < (ssize_t)sizeof pointers[0]) return got < 0 ? (int)got : -EFAULT;
    size_t here = (size_t)got / sizeof pointers[0];
    for (size_t at = 0; at < here; at++, count++) {
      if (pointers[at] == 0) return 0;
      if (words->length >= ARGV_BYTES_MAX) return -E2BIG;
      int done = target_string(pid, pointers[at], words, ARGV_BYTES_MAX - words->length);
      if (done != 0) return done < 0 ? done : -E2BIG;
      text_add(words, "", 1);
    }
    from += here * sizeof pointers[0];
  }
  return -E2BIG;
}

static void put_words(struct text *message, const struct text *words) {
  text_add(message, "[", 1);
  for (size_t at = 0; at < words->length;) {
    size_t length = strnlen(words->bytes + at, words->length - at);
    if (at > 0) text_add(message, ",", 1);
    text_json(message, words->bytes + at, length);
    at += length + 1;
  }
  text_add(message, "]", 1);
}

static bool is_equal(const struct text *a, const struct text *b) {
  return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

/*
 * The processes above, outermost first. The one that starts counts as well, for what it was until now; only if it has
 * just been forked it is the same as its parent, and told once.
 */
static void put_ancestors(struct text *message, pid_t process) {
  struct text words[ANCESTORS_MAX];
  size_t count = 0;
  for (pid_t pid = process; pid > 1 && count < ANCESTORS_MAX; pid = pid == run.inner ? 0 : target_parent(pid)) {
    /* An orphan's parent is the sandbox's first process, which is bubblewrap. */
    if (pid == run.first) break;
    struct text found = {0};
    bool is_new = target_words(pid, &found) && (count == 0 || !is_equal(&found, &words[count - 1]));
    if (is_new) words[count++] = found;
    else text_free(&found);
  }
  text_add(message, "[", 1);
  for (size_t at = count; at-- > 0;) {
    put_words(message, &words[at]);
    if (at > 0) text_add(message, ",", 1);
    text_free(&words[at]);
  }
  text_add(message, "]", 1);
}

static void put_string(struct text *message, const char *name, const char *value) {
  text_format(message, ",\"%s\":", name);
  if (value == NULL) text_add(message, "null", 4);
  else text_json(message, value, strlen(value));
}

struct seen {
  /* The thread that calls, which has its process's number unless there are several. */
  pid_t caller;
  struct file file;
  char *cwd;
  struct text argv;
  bool is_first;
};

static void report(const struct seen *seen, uint64_t id) {
  struct text message = {0};
  pid_t process = target_process(seen->caller);
  text_format(&message, "{\"kind\":\"exec\",\"id\":%llu,\"pid\":%d,\"ancestors\":", (unsigned long long)id, process);
  if (seen->is_first) text_add(&message, "[]", 2);
  else put_ancestors(&message, process);
  put_string(&message, "path", seen->file.path);
  put_string(&message, "link", seen->file.link);
  text_format(&message, ",\"argv\":");
  put_words(&message, &seen->argv);
  put_string(&message, "cwd", seen->cwd);
  text_format(&message, ",\"first\":%s}", seen->is_first ? "true" : "false");
  channel_send(&message, -1);
}

/*
 * What is granted is started by inner, and only by it: it still runs this very program, and its end of the link, which
 * closes as soon as it has become the command, is open.
 */
static bool is_by_inner(pid_t process) {
  /* It has one thread. */
  if (process != run.inner || run.link < 0) return false;
  struct pollfd link = {.fd = run.link, .events = 0};
  if (poll(&link, 1, 0) < 0 || (link.revents & (POLLHUP | POLLERR)) != 0) return false;
  char path[32];
  struct stat own, its;
  snprintf(path, sizeof path, "/proc/%d/exe", process);
  return stat(path, &its) == 0 && stat("/proc/self/exe", &own) == 0 && own.st_dev == its.st_dev && own.st_ino == its.st_ino;
}

/* 0 if it could start: then it is asked about. An error is what the kernel would answer; nothing is kept open for it. */
static int whether_starts(const struct file *file, struct stat *is) {
  if (file->path == NULL) return 0;
  int opened = target_open(file->path, 0);
  if (opened == -ENOENT) {
    /* What a link leads to may be there for the process alone, as /proc/self is. */
    int link = target_open(file->path, O_NOFOLLOW);
    if (link >= 0) {
      close(link);
      return 0;
    }
  }
  if (opened == -ENOENT || opened == -ENOTDIR || opened == -EACCES || opened == -ENAMETOOLONG) return opened;
  /* It cannot be told from here; whoever is asked sees the name. */
  if (opened < 0) return 0;
  bool is_known = fstat(opened, is) == 0;
  close(opened);
  if (!is_known) return 0;
  return S_ISREG(is->st_mode) && (is->st_mode & 0111) != 0 ? 0 : -EACCES;
}

/* Reads all that is told of a start; a negative error is the answer, 0 asks, 1 lets it go on. */
static int look(const struct seccomp_notif *notice, struct seen *seen, struct start *start) {
  const uint64_t *at = (const uint64_t *)notice->data.args;
  bool has_folder = notice->data.nr == SYS_execveat;
  pid_t pid = (pid_t)notice->pid;
  struct text path = {0};
  int done = target_string(pid, at[has_folder ? 1 : 0], &path, PATH_BYTES_MAX - 1);
  bool is_nameless = has_folder && ((int)at[4] & AT_EMPTY_PATH) != 0;
  if (done == 1) done = -ENAMETOOLONG;
  else if (done == 0 && path.length == 0 && !is_nameless) done = -ENOENT;
  else if (done == 0) done = target_file(pid, has_folder ? (int)at[0] : AT_FDCWD, path.bytes, &seen->file);
  text_free(&path);
  if (done == 0) done = whether_starts(&seen->file, &start->file);
  if (done < 0) return done;
  int argv = read_argv(pid, at[has_folder ? 2 : 1], &seen->argv);
  if (argv < 0) return argv;
  seen->cwd = target_link(pid, "cwd");
  if (seen->cwd == NULL) return -EPERM;
  bool is_small = seen->argv.length < KEY_BYTES_MAX;
  if (seen->file.path == NULL || start->file.st_ino == 0 || !is_small) return 0;
  text_add(&start->key, seen->file.path, strlen(seen->file.path) + 1);
  text_add(&start->key, seen->cwd, strlen(seen->cwd) + 1);
  text_add(&start->key, seen->argv.bytes, seen->argv.length);
  return find_same(start) != NULL;
}

static struct pending *hold(uint64_t notice) {
  struct pending *pending = must_have(calloc(1, sizeof *pending));
  pending->id = ++ids;
  pending->notice = notice;
  pending->next = waiting;
  waiting = pending;
  return pending;
}

uint64_t exec_hold(uint64_t notice) {
  return hold(notice)->id;
}

static void ask(uint64_t notice, const struct seen *seen, struct start *start) {
  struct pending *pending = hold(notice);
  pending->start = *start;
  start->key = (struct text){0};
  report(seen, pending->id);
}

void exec_notice(const struct seccomp_notif *notice) {
  struct seen seen = {.caller = (pid_t)notice->pid};
  struct start start = {0};
  seen.is_first = is_by_inner(seen.caller);
  int answer = look(notice, &seen, &start);
  /* What was read of a process that is gone was another's. */
  bool is_valid = notice_is_valid(notice->id);
  if (is_valid && seen.is_first) {
    if (answer >= 0 && !was_reported) report(&seen, 0);
    was_reported = was_reported || answer >= 0;
    notice_answer(notice->id, 0);
  } else if (is_valid && answer != 0) {
    notice_answer(notice->id, answer < 0 ? answer : 0);
  } else if (is_valid) {
    ask(notice->id, &seen, &start);
  }
  file_free(&seen.file);
  free(seen.cwd);
  text_free(&seen.argv);
  text_free(&start.key);
}

void exec_answer(uint64_t id, const char *answer) {
  struct pending **at = &waiting;
  while (*at != NULL && (*at)->id != id) at = &(*at)->next;
  struct pending *found = *at;
  if (found == NULL) return;
  *at = found->next;
  bool is_allowed = strcmp(answer, "allow") == 0 || strcmp(answer, "allow-same") == 0;
  if (strcmp(answer, "allow-same") == 0) remember(&found->start);
  notice_answer(found->notice, is_allowed ? 0 : -EPERM);
  free_pending(found);
}

void exec_forget_gone(void) {
  for (struct pending **at = &waiting; *at != NULL;) {
    struct pending *found = *at;
    if (notice_is_valid(found->notice)) {
      at = &found->next;
      continue;
    }
    *at = found->next;
    free_pending(found);
  }
}
