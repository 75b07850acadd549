/* Runs a command that has no sandbox at a terminal made for it, and carries between that and the streams of the run. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "supervisor.h"

static void __attribute__((noreturn)) fail(const char *step) {
  dprintf(2, "assent: %s: %s\n", step, strerror(errno));
  _exit(STATUS_FAULT);
}

static void __attribute__((noreturn)) become(char **command, int terminal) {
  /* What was ignored here is not for the command to ignore. */
  for (int number = 1; number < SIGRTMIN; number++) (void)signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  if (setsid() < 0 || ioctl(terminal, TIOCSCTTY, 0) != 0) fail("the terminal");
  for (int stream = 0; stream <= 2; stream++)
    if (dup2(terminal, stream) != stream) fail("the terminal");
  execvp(command[0], command);
  dprintf(2, "assent: %s: %s\n", command[0], strerror(errno));
  _exit(errno == ENOENT ? 127 : 126);
}

int terminal_main(int count, char **words) {
  unsigned columns, rows;
  if (count < 3 || sscanf(words[0], "%ux%u", &columns, &rows) != 2 || strcmp(words[1], "--") != 0) {
    dprintf(2, "assent: terminal: needs COLUMNSxROWS -- COMMAND\n");
    return STATUS_FAULT;
  }
  struct pty pty;
  if (!pty_open(&pty, columns, rows)) fail("the terminal");
  pid_t command = fork();
  if (command < 0) fail("starting the command");
  if (command == 0) become(words + 2, pty.slave);
  close(pty.slave);
  /* With assent the terminal goes, and the command is told of that as by any terminal. */
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail("starting the command");
  int ended = (int)syscall(SYS_pidfd_open, command, 0);
  if (ended < 0) fail("watching the command");
  pty_carry(&pty, ended);
  /* Nobody reads any more: it is hung up on, as where a terminal's window is closed. */
  close(pty.master);
  int how;
  while (waitpid(command, &how, 0) < 0)
    if (errno != EINTR) return STATUS_FAULT;
  return WIFEXITED(how) ? WEXITSTATUS(how) : STATUS_KILLED + WTERMSIG(how);
}
