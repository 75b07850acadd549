/* Stands above the supervisor, so that nothing is left whichever of them is killed, at whatever moment. */
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "supervisor.h"

/*
 * bubblewrap ends its sandbox with itself only once that is set up. Killed before, it leaves a first process that waits
 * for ever; it falls to whoever of us is there.
 */
void kill_children(pid_t spared) {
  char path[48], list[4096];
  snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
  for (;;) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = file < 0 ? -1 : read(file, list, sizeof list - 1);
    if (file >= 0) close(file);
    list[got > 0 ? got : 0] = 0;
    size_t count = 0;
    char *end;
    for (char *at = list; *at != 0; at = end) {
      pid_t pid = (pid_t)strtol(at, &end, 10);
      if (end == at) break;
      if (pid == spared || pid <= 0) continue;
      (void)kill(pid, SIGKILL);
      count++;
      while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
    }
    /* What they had started falls to us in turn. */
    if (count == 0) return;
  }
}

static void __attribute__((noreturn)) end(pid_t supervisor) {
  int how, status = STATUS_FAULT;
  if (waitpid(supervisor, &how, 0) == supervisor)
    status = WIFEXITED(how) ? WEXITSTATUS(how) : STATUS_KILLED + WTERMSIG(how);
  kill_children(0);
  _exit(status);
}

static void __attribute__((noreturn)) stand_guard(pid_t supervisor, const sigset_t *signals) {
  /* Streams and channel are the supervisor's: their ends must be seen when it has gone. */
  if (syscall(SYS_close_range, 0U, ~0U, 0) != 0)
    for (int fd = 0; fd < 256; fd++) close(fd);
  for (;;) {
    siginfo_t info;
    int number = sigwaitinfo(signals, &info);
    siginfo_t ended = {0};
    if (number == SIGCHLD && waitid(P_PID, (id_t)supervisor, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid != 0)
      end(supervisor);
    /* The terminal tells the supervisor itself. */
    if (number > 0 && number != SIGCHLD && info.si_code != SI_KERNEL) (void)kill(supervisor, number);
  }
}

bool guard(const sigset_t *signals) {
  pid_t above = getpid();
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 || prctl(PR_SET_PDEATHSIG, END_SIGNAL) != 0) return false;
  pid_t supervisor = fork();
  if (supervisor > 0) stand_guard(supervisor, signals);
  if (supervisor < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 || prctl(PR_SET_PDEATHSIG, END_SIGNAL) != 0) return false;
  return getppid() == above;
}
