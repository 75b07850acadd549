/* Inside the sandbox: puts on what is left to put on, hands the listener out and becomes the command. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/keyctl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "supervisor.h"

#ifndef NETLINK_SOCK_DIAG
#define NETLINK_SOCK_DIAG 4
#endif

enum { BACKLOG = 1024, CLOSE_MAX = 65536 };

struct wanted {
  int filter, link;
  bool notify, landlock, keyring, default_signals;
  unsigned proxy;
  const char *limits[8];
  size_t limit_count;
  char **writable;
  size_t writable_count;
  char **command;
};

static int link_fd = -1;

/* Nothing is run with less than was asked for. */
static void __attribute__((noreturn)) fail(const char *what, const char *step, const char *why) {
  char message[LINK_BYTES_MAX];
  snprintf(message, sizeof message, "fault %s %s: %s", what, step, why);
  if (link_fd < 0 || !link_send(link_fd, message, -1)) dprintf(2, "assent: %s: %s\n", step, why);
  _exit(STATUS_FAULT);
}

static void check(bool done, const char *step) {
  if (!done) fail("sandbox", step, strerror(errno));
}

static unsigned long long number_of(const char *word, const char *option) {
  char *after;
  errno = 0;
  unsigned long long value = strtoull(word, &after, 10);
  if (errno != 0 || after == word || *after != 0 || word[0] == '-') fail("sandbox", option, "is not followed by a number");
  return value;
}

/* True if `word` is `option` that takes a value, which then is at `*value`. */
static bool takes(const char *option, char **words, int *at, int count, char **value) {
  if (strcmp(words[*at], option) != 0) return false;
  if (*at + 1 >= count) fail("sandbox", option, "needs a value");
  *value = words[++*at];
  return true;
}

static struct wanted read_words(int count, char **words) {
  struct wanted wanted = {.filter = -1, .link = -1};
  wanted.writable = must_have(calloc((size_t)count + 1, sizeof *wanted.writable));
  int at = 0;
  for (; at < count && strcmp(words[at], "--") != 0; at++) {
    char *value;
    if (strcmp(words[at], "--notify") == 0) wanted.notify = true;
    else if (strcmp(words[at], "--landlock") == 0) wanted.landlock = true;
    else if (strcmp(words[at], "--keyring") == 0) wanted.keyring = true;
    else if (strcmp(words[at], "--default-signals") == 0) wanted.default_signals = true;
    else if (mounts_take(count, words, &at) || stands_take(count, words, &at)) continue;
    else if (takes("--filter", words, &at, count, &value)) wanted.filter = (int)number_of(value, "--filter");
    else if (takes("--link", words, &at, count, &value)) link_fd = wanted.link = (int)number_of(value, "--link");
    else if (takes("--proxy", words, &at, count, &value)) wanted.proxy = (unsigned)number_of(value, "--proxy");
    else if (takes("--write", words, &at, count, &value)) wanted.writable[wanted.writable_count++] = value;
    else if (takes("--limit", words, &at, count, &value) && wanted.limit_count < 8) wanted.limits[wanted.limit_count++] = value;
    else fail("sandbox", words[at], "is no option of the supervisor");
  }
  wanted.command = words + at + 1;
  if (at + 1 >= count) fail("sandbox", "--", "is not followed by a command");
  if (wanted.notify && (wanted.filter < 0 || wanted.link < 0)) fail("sandbox", "--notify", "needs --filter and --link");
  if (wanted.proxy > 65535) fail("sandbox", "--proxy", "is not followed by a port");
  return wanted;
}

static void set_limit(const char *step, int which, unsigned long long value) {
  struct rlimit limit = {(rlim_t)value, (rlim_t)value};
  check(setrlimit(which, &limit) == 0, step);
}

/* For the host's root the kernel knows no limit of processes, so it is tried whether it holds. */
static void limit_processes(unsigned long long value) {
  struct rlimit none = {0, (rlim_t)value};
  check(setrlimit(RLIMIT_NPROC, &none) == 0, "--limit processes");
  pid_t child = fork();
  if (child == 0) _exit(0);
  if (child > 0) {
    waitpid(child, NULL, 0);
    fail("sandbox", "--limit processes", "the kernel does not limit the processes of root; it takes a control group");
  }
  set_limit("--limit processes", RLIMIT_NPROC, value);
}

static void apply_limit(const char *limit) {
  const char *value = strchr(limit, '=');
  if (value == NULL) fail("sandbox", "--limit", "needs NAME=VALUE");
  unsigned long long number = number_of(value + 1, "--limit");
  if (strncmp(limit, "processes=", 10) == 0) limit_processes(number);
  /* What is written to, not what is reserved: runtimes reserve address space by the gigabyte. */
  else if (strncmp(limit, "memory=", 7) == 0) set_limit("--limit memory", RLIMIT_DATA, number);
  else if (strncmp(limit, "file-size=", 10) == 0) set_limit("--limit file-size", RLIMIT_FSIZE, number);
  else fail("sandbox", "--limit", "has an unknown name");
}

/* A kernel without keyrings has none to share. */
static void join_keyring(void) {
  long done = syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
  check(done >= 0 || errno == ENOSYS, "--keyring");
}

static void listen_for_proxy(const struct wanted *wanted, int family, const struct sockaddr *address, socklen_t length) {
  int listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int on = 1;
  bool bound = listener >= 0 && setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
               bind(listener, address, length) == 0 && listen(listener, BACKLOG) == 0;
  if (!bound && family == AF_INET6) {
    /* A machine without IPv6: programs reach the proxy by the other address. */
    if (listener >= 0) close(listener);
    return;
  }
  check(bound, "--proxy");
  check(link_send(wanted->link, "proxy", listener), "--proxy");
  close(listener);
}

static void open_proxy(const struct wanted *wanted) {
  struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)wanted->proxy)};
  four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  listen_for_proxy(wanted, AF_INET, (struct sockaddr *)&four, sizeof four);
  struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)wanted->proxy)};
  six.sin6_addr = in6addr_loopback;
  listen_for_proxy(wanted, AF_INET6, (struct sockaddr *)&six, sizeof six);
}

/* By it the outer end tells the sandbox's own Unix sockets from those of the host. */
static void hand_out_diagnosis(int link) {
  int diag = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (diag < 0) return;
  check(link_send(link, "diag", diag), "--link");
  close(diag);
}

/* Told by the outer end: the streams are a terminal made for this run, which nobody controls yet. */
static void take_terminal(int link) {
  char text[16];
  ssize_t got = recv(link, text, sizeof text, MSG_DONTWAIT);
  if (got != 8 || memcmp(text, "terminal", 8) != 0) return;
  check(setsid() >= 0 && ioctl(0, TIOCSCTTY, 0) == 0, "--pty");
}

static void reset_signals(void) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  /* Two cannot be set, and need not be. */
  for (int number = 1; number <= SIGRTMAX; number++) (void)sigaction(number, &usual, NULL);
  sigset_t none;
  sigemptyset(&none);
  check(sigprocmask(SIG_SETMASK, &none, NULL) == 0, "--default-signals");
}

static void close_on_exec(void) {
  if (syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  struct rlimit open_files;
  check(getrlimit(RLIMIT_NOFILE, &open_files) == 0, "closing descriptors");
  rlim_t end = open_files.rlim_max > CLOSE_MAX ? CLOSE_MAX : open_files.rlim_max;
  for (int fd = 3; fd < (int)end; fd++) (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static void execute(const char *path, char **command) {
  execve(path, command, environ);
  if (errno != ENOEXEC) return;
  /* A script without an interpreter's name is the shell's, as by `execvp`. */
  size_t count = 0;
  while (command[count] != NULL) count++;
  char **words = must_have(calloc(count + 2, sizeof *words));
  words[0] = "/bin/sh";
  words[1] = (char *)(uintptr_t)path;
  for (size_t at = 1; at < count; at++) words[at + 1] = command[at];
  execve("/bin/sh", words, environ);
}

/* Returns only if nothing could be executed. */
static void become(char **command) {
  if (strchr(command[0], '/') != NULL) {
    execute(command[0], command);
    return;
  }
  const char *folders = getenv("PATH");
  if (folders == NULL) folders = "/bin:/usr/bin";
  int why = ENOENT;
  for (const char *end = folders; end != NULL; folders = end + 1) {
    end = strchr(folders, ':');
    size_t length = end == NULL ? strlen(folders) : (size_t)(end - folders);
    char path[PATH_BYTES_MAX];
    int made = snprintf(path, sizeof path, "%.*s%s%s", (int)length, folders, length == 0 ? "" : "/", command[0]);
    if (made < (int)sizeof path && access(path, F_OK) == 0) {
      execute(path, command);
      if (errno != ENOENT) why = errno;
    }
    if (end == NULL) break;
  }
  errno = why;
}

int inner_main(int count, char **words) {
  struct wanted wanted = read_words(count, words);
  if (wanted.link >= 0) take_terminal(wanted.link);
  if (wanted.keyring) join_keyring();
  const char *replaced = stands_check();
  if (replaced != NULL) fail("sandbox", replaced, strerror(errno));
  const char *unmade = mounts_apply();
  if (unmade != NULL) fail("sandbox", unmade, strerror(errno));
  for (size_t at = 0; at < wanted.limit_count; at++) apply_limit(wanted.limits[at]);
  if (wanted.proxy != 0) open_proxy(&wanted);
  if (wanted.notify) hand_out_diagnosis(wanted.link);
  int landlock = wanted.landlock ? landlock_version() : 0;
  if (landlock > 0) check(landlock_apply(landlock, wanted.writable, wanted.writable_count), "--landlock");
  if (wanted.default_signals) reset_signals();
  close_on_exec();
  int listener = -1;
  if (wanted.filter >= 0) {
    listener = filter_install(wanted.filter, wanted.notify);
    if (listener == -2 && errno == EBUSY)
      fail("sandbox", "--notify", "these programs have a supervisor already, and the kernel lets them have only one (EBUSY)");
    check(listener != -2, "--filter");
  }
  char message[64];
  snprintf(message, sizeof message, "set %d %d", landlock, listener >= 0);
  if (wanted.link >= 0) check(link_send(wanted.link, message, listener), "--link");
  /* Kept by nobody inside, not even until the command starts. */
  if (listener >= 0) close(listener);
  become(wanted.command);
  fail("program", wanted.command[0], strerror(errno));
}
