/* Hands the terminal to a group of processes: Node has no call for that. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "supervisor.h"

int foreground_main(int count, char **words) {
  int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (count != 1 || terminal < 0) return STATUS_FAULT;
  /* Whoever is behind and takes it would be stopped. */
  (void)signal(SIGTTOU, SIG_IGN);
  return tcsetpgrp(terminal, (pid_t)atoi(words[0])) == 0 ? 0 : STATUS_FAULT;
}
