/* Beside the sandbox, on the host's side: starts bubblewrap, answers what its processes ask, and ends with it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "supervisor.h"

enum { GONE_CHECK_MS = 500 };
/* Wakes the supervisor on the processor of the one that asks. Newer than some headers. */
#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif
#ifndef SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#endif

struct run run = {.listener = -1, .link = -1, .root = -1, .diag = -1};

static struct pty pty = {.master = -1, .slave = -1};
static char **cgroups;
static size_t cgroup_count;
static bool is_over;
static int status = STATUS_FAULT;

/* Where something is missing before the run stands, nothing is started. */
static void __attribute__((noreturn)) fail(const char *step, const char *why) {
  struct text text = {0};
  text_format(&text, "%s: %s", step, why);
  channel_fault("sandbox", text.bytes);
  channel_flush();
  _exit(STATUS_FAULT);
}

static void check(bool done, const char *step) {
  if (!done) fail(step, strerror(errno));
}

static char **read_words(int count, char **words) {
  cgroups = must_have(calloc((size_t)count + 1, sizeof *cgroups));
  int at = 0;
  for (; at < count && strcmp(words[at], "--") != 0; at += 2) {
    if (at + 1 >= count) fail(words[at], "needs a value");
    char *value = words[at + 1];
    unsigned columns, rows;
    if (strcmp(words[at], "--cgroup") == 0) cgroups[cgroup_count++] = value;
    else if (strcmp(words[at], "--socket") == 0) connect_allow(value);
    else if (strcmp(words[at], "--made") == 0) made_watch(value);
    else if (strcmp(words[at], "--ask-open") == 0) reading_watch(value);
    else if (strcmp(words[at], "--pty") != 0) fail(words[at], "is no option of the supervisor");
    else if (sscanf(value, "%ux%u", &columns, &rows) != 2) fail("--pty", "needs COLUMNSxROWS");
    else check(pty_open(&pty, columns, rows), "--pty");
  }
  if (at + 1 >= count) fail("--", "is not followed by a command");
  return words + at + 1;
}

static void join_cgroups(void) {
  for (size_t at = 0; at < cgroup_count; at++) {
    struct text path = {0};
    text_add(&path, cgroups[at], strlen(cgroups[at]));
    text_format(&path, "/cgroup.procs");
    int file = open(path.bytes, O_WRONLY | O_CLOEXEC);
    check(file >= 0 && write(file, "0", 1) == 1, "--cgroup");
    close(file);
  }
}

/* In the child; whatever fails here is told by the child, which holds the channel until it is bubblewrap. */
static void __attribute__((noreturn)) become_bwrap(char **words, int link, const sigset_t *mask, pid_t supervisor) {
  check(prctl(PR_SET_PDEATHSIG, SIGKILL) == 0, "starting bubblewrap");
  if (getppid() != supervisor) _exit(STATUS_FAULT);
  join_cgroups();
  if (pty.slave >= 0) {
    /* Away from the terminal of assent; the command takes this one as its own. */
    check(setsid() >= 0, "--pty");
    for (int stream = 0; stream <= 2; stream++) check(dup2(pty.slave, stream) == stream, "--pty");
  }
  /* A key that interrupts is for the command; bubblewrap would end with it, and end the command by force. */
  (void)signal(SIGINT, SIG_IGN);
  (void)signal(SIGQUIT, SIG_IGN);
  check(sigprocmask(SIG_SETMASK, mask, NULL) == 0, "starting bubblewrap");
  /* Kept aside to tell of a failure; the kernel closes it when bubblewrap runs. */
  int channel = fcntl(CHANNEL_FD, F_DUPFD_CLOEXEC, CHANNEL_FD + 1);
  check(dup2(link, CHANNEL_FD) == CHANNEL_FD, "starting bubblewrap");
  execvp(words[0], words);
  int why = errno;
  (void)dup2(channel, CHANNEL_FD);
  errno = why;
  check(false, words[0]);
  _exit(STATUS_FAULT);
}

static int block_signals(sigset_t *before) {
  static const int taken[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCHLD, END_SIGNAL};
  sigset_t set;
  sigemptyset(&set);
  for (size_t at = 0; at < sizeof taken / sizeof taken[0]; at++) sigaddset(&set, taken[at]);
  check(sigprocmask(SIG_BLOCK, &set, before) == 0, "signals");
  (void)signal(SIGPIPE, SIG_IGN);
  check(guard(&set), "the supervisor's guard");
  int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  check(signals >= 0, "signals");
  return signals;
}

static void start(char **words, const sigset_t *mask) {
  int ends[2];
  check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0, "--link");
  int on = 1;
  /* So the number of the process inside is known as this side knows it. */
  check(setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0, "--link");
  if (pty.slave >= 0) check(link_send(ends[0], "terminal", -1), "--pty");
  pid_t supervisor = getpid();
  run.bwrap = fork();
  check(run.bwrap >= 0, "starting bubblewrap");
  if (run.bwrap == 0) become_bwrap(words, ends[1], mask, supervisor);
  close(ends[1]);
  close(FILTER_FD);
  close(STATUS_FD);
  run.link = ends[0];
  if (pty.slave < 0) return;
  check(pty_relay(&pty), "--pty");
  close(pty.slave);
}

static void end_by_force(void) {
  if (!is_over) (void)kill(run.bwrap, SIGKILL);
}

static void take_set(const char *numbers, int listener) {
  int landlock = 0, notify = 0;
  if (sscanf(numbers, "%d %d", &landlock, &notify) != 2) return;
  run.listener = listener;
  /* Faster where the kernel knows it. */
  if (listener >= 0) (void)ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
  struct text message = {0};
  text_format(&message, "{\"kind\":\"ready\",\"landlock\":%d,\"notify\":%s}", landlock, notify != 0 ? "true" : "false");
  channel_send(&message, -1);
}

/* Takes one message of inner's; false when there is none. */
static bool take_one(void) {
  char text[LINK_BYTES_MAX];
  int handle = -1;
  pid_t sender = 0;
  ssize_t got = link_receive(run.link, text, sizeof text, &handle, &sender);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (got <= 0) {
    close(run.link);
    run.link = -1;
    return false;
  }
  if (run.inner == 0 && sender > 0) {
    run.inner = sender;
    run.first = target_parent(sender);
  }
  if (strncmp(text, "set ", 4) == 0 && run.listener < 0) {
    take_set(text + 4, handle);
  } else if (strcmp(text, "proxy") == 0 && handle >= 0) {
    struct text message = {0};
    text_format(&message, "{\"kind\":\"proxy\"}");
    channel_send(&message, handle);
  } else if (strcmp(text, "diag") == 0 && handle >= 0) {
    run.diag = handle;
  } else if (strncmp(text, "fault sandbox ", 14) == 0) {
    channel_fault("sandbox", text + 14);
  } else if (strncmp(text, "fault program ", 14) == 0) {
    channel_fault("program", text + 14);
  } else if (handle >= 0) {
    close(handle);
  }
  return true;
}

static void take_link(void) {
  while (run.link >= 0 && take_one()) continue;
}

/* One text of Node's. */
static void take_word(char *text) {
  char *rest = strchr(text, ' ');
  if (rest != NULL) *rest++ = 0;
  unsigned columns, rows;
  bool is_answer = strcmp(text, "allow") == 0 || strcmp(text, "allow-same") == 0 || strcmp(text, "refuse") == 0;
  if (rest == NULL) channel_fault("sandbox", "a message without content came to the supervisor");
  else if (is_answer) exec_answer(strtoull(rest, NULL, 10), text);
  else if (strcmp(text, "cover-folder") == 0) cover(rest, true);
  else if (strcmp(text, "cover-file") == 0) cover(rest, false);
  else if (strcmp(text, "size") != 0) channel_fault("sandbox", "an unknown message came to the supervisor");
  else if (pty.master >= 0 && sscanf(rest, "%u %u", &columns, &rows) == 2) pty_resize(&pty, columns, rows);
}

static void reap(void) {
  int how;
  for (pid_t pid; (pid = waitpid(-1, &how, WNOHANG)) > 0;) {
    int code = WIFEXITED(how) ? WEXITSTATUS(how) : STATUS_KILLED + WTERMSIG(how);
    if (pid == run.bwrap) {
      is_over = true;
      status = code;
    } else if (pid == pty.relay) {
      pty.relay = 0;
    } else {
      (void)cover_ended(pid, code);
    }
  }
}

static void take_signal(int signals) {
  struct signalfd_siginfo info;
  while (read(signals, &info, sizeof info) == (ssize_t)sizeof info) {
    if (info.ssi_signo == SIGCHLD) reap();
    else if (info.ssi_signo == END_SIGNAL) end_by_force();
    /* The terminal tells the command itself. */
    else if (info.ssi_code == SI_KERNEL || is_over) continue;
    /* Nobody is there yet who could be told. */
    else if (run.inner == 0) end_by_force();
    else tree_signal(run.bwrap, (int)info.ssi_signo);
  }
}

enum { CHANNEL, SIGNALS, LINK, RESULTS, LISTENER, ENDS };

static bool happened(const struct pollfd *end) {
  return end->fd >= 0 && end->revents != 0;
}

/* Whose process has been killed meanwhile need not be answered any more. */
static void forget_gone(void) {
  static struct timespec last;
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  long passed = (now.tv_sec - last.tv_sec) * 1000 + (now.tv_nsec - last.tv_nsec) / 1000000;
  if (passed < GONE_CHECK_MS) return;
  last = now;
  exec_forget_gone();
}

static void turn(int signals) {
  struct pollfd ends[ENDS] = {
      [CHANNEL] = {.fd = CHANNEL_FD, .events = (short)(POLLIN | (channel_wants_out() ? POLLOUT : 0))},
      [SIGNALS] = {.fd = signals, .events = POLLIN},
      [LINK] = {.fd = run.link, .events = POLLIN},
      [RESULTS] = {.fd = connect_results(), .events = POLLIN},
      [LISTENER] = {.fd = channel_is_full() ? -1 : run.listener, .events = POLLIN},
  };
  int ready = poll(ends, ENDS, GONE_CHECK_MS);
  if (ready < 0 && errno != EINTR) end_by_force();
  forget_gone();
  if (ready <= 0) return;
  bool is_there = (ends[CHANNEL].revents & POLLOUT) == 0 || channel_out();
  if (happened(&ends[CHANNEL]) && (!is_there || !channel_in(take_word))) end_by_force();
  if (happened(&ends[SIGNALS])) take_signal(signals);
  /* Before the listener: who asks is known by it. */
  if (happened(&ends[LINK])) take_link();
  if (happened(&ends[RESULTS])) connect_take_result();
  if ((ends[LISTENER].revents & POLLIN) != 0) {
    notice_take();
  } else if (happened(&ends[LISTENER])) {
    /* The last process under the filter has gone. */
    close(run.listener);
    run.listener = -1;
  }
}

int outer_main(int count, char **words) {
  struct stat is;
  if (fstat(CHANNEL_FD, &is) != 0 || !S_ISSOCK(is.st_mode)) {
    fputs("assent-supervisor: descriptor 5 is no channel to assent\n", stderr);
    return STATUS_FAULT;
  }
  (void)unsetenv("NODE_CHANNEL_FD");
  (void)unsetenv("NODE_CHANNEL_SERIALIZATION_MODE");
  check(fcntl(CHANNEL_FD, F_SETFD, FD_CLOEXEC) == 0, "the channel");
  char **bwrap = read_words(count, words);
  sigset_t mask;
  int signals = block_signals(&mask);
  start(bwrap, &mask);
  while (!is_over) turn(signals);
  /* Why it ended may have been told at the last moment. */
  take_link();
  /* Only when the last process inside has gone is nothing held any more. */
  kill_children(pty.relay);
  /* All that the command wrote to its terminal is carried on. */
  if (pty.relay > 0) (void)waitpid(pty.relay, NULL, 0);
  channel_flush();
  return status;
}
