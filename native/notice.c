/* Takes what the filter asks about, and answers it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

bool notice_is_valid(uint64_t id) {
  return ioctl(run.listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

void notice_answer(uint64_t id, int error) {
  struct seccomp_notif_resp answer = {.id = id, .error = error};
  if (error == 0) answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  /* It fails for a process that has been killed meanwhile, who needs no answer. */
  (void)ioctl(run.listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

void notice_take(void) {
  struct seccomp_notif notice = {0};
  if (ioctl(run.listener, SECCOMP_IOCTL_NOTIF_RECV, &notice) != 0) return;
  switch (notice.data.nr) {
    case SYS_execve:
    case SYS_execveat:
      exec_notice(&notice);
      break;
    case SYS_connect:
      connect_notice(&notice);
      break;
    default:
      write_notice(&notice);
      break;
  }
}
