/* Loads a system call filter that is read from a pipe. */
#include <errno.h>
#include <linux/filter.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

static long load(unsigned long flags, const struct sock_fprog *program) {
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, program);
}

int filter_install(int program, bool notify) {
  static struct sock_filter instructions[BPF_MAXINSNS + 1];
  size_t length = 0;
  for (;;) {
    ssize_t got = read(program, (char *)instructions + length, sizeof instructions - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -2;
    if (got == 0) break;
    length += (size_t)got;
  }
  size_t count = length / sizeof instructions[0];
  if (count == 0 || count > BPF_MAXINSNS || length % sizeof instructions[0] != 0) {
    errno = ENODATA;
    return -2;
  }
  struct sock_fprog loaded = {.len = (unsigned short)count, .filter = instructions};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -2;
  if (!notify) return load(0, &loaded) == 0 ? -1 : -2;
  /* A call that is looked at must not be begun anew by a signal: it may have been carried out already. */
  long listener = load(SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &loaded);
  if (listener < 0 && errno == EINVAL) listener = load(SECCOMP_FILTER_FLAG_NEW_LISTENER, &loaded);
  return listener < 0 ? -2 : (int)listener;
}
