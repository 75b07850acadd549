/*
 * Connects in place of the sandboxed process, on a duplicate of its descriptor: what was looked at is what is connected,
 * whatever the process changes meanwhile.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "supervisor.h"

#ifndef PIDFD_THREAD
#define PIDFD_THREAD O_EXCL
#endif

enum { THREADS_MAX = 256, STACK_BYTES = 1 << 16 };

/* One connection that is being made. */
struct job {
  uint64_t notice;
  int socket;
  /* The file of a Unix socket, kept open; -1 without. */
  int file;
  struct sockaddr_storage address;
  socklen_t length;
  int error;
};

static int results[2] = {-1, -1};
static size_t running;

/* A call that waits for a thread; nothing of it is held open meanwhile. */
struct call {
  struct call *next;
  struct seccomp_notif notice;
};

static struct call *queued, **queue_end = &queued;

int connect_results(void) {
  return results[0];
}

static void drop_ends(struct job *job) {
  if (job->socket >= 0) close(job->socket);
  if (job->file >= 0) close(job->file);
}

static void drop(struct job *job) {
  drop_ends(job);
  free(job);
}

static void finish(struct job *job) {
  const int error = job->error;
  /* Before the answer: the process may close its own at once, and this must not keep the connection. */
  drop_ends(job);
  struct seccomp_notif_resp answer = {.id = job->notice, .error = -error};
  (void)ioctl(run.listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
  bool is_unreachable = error == ENETUNREACH || error == EHOSTUNREACH || error == EADDRNOTAVAIL;
  char name[INET6_ADDRSTRLEN];
  if (is_unreachable && job->address.ss_family == AF_INET) {
    struct sockaddr_in *four = (struct sockaddr_in *)&job->address;
    attempt_address(inet_ntop(AF_INET, &four->sin_addr, name, sizeof name), ntohs(four->sin_port));
  } else if (is_unreachable && job->address.ss_family == AF_INET6) {
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&job->address;
    attempt_address(inet_ntop(AF_INET6, &six->sin6_addr, name, sizeof name), ntohs(six->sin6_port));
  }
  free(job);
}

static void make(struct job *job) {
  job->error = connect(job->socket, (struct sockaddr *)&job->address, job->length) == 0 ? 0 : errno;
}

static void *make_in_thread(void *given) {
  struct job *job = given;
  make(job);
  /* As long as a pointer: written whole or not at all. */
  if (write(results[1], &job, sizeof job) != (ssize_t)sizeof job) _exit(STATUS_FAULT);
  return NULL;
}

static void start(struct job *job) {
  pthread_attr_t small;
  pthread_t thread;
  if (results[0] < 0 && pipe2(results, O_CLOEXEC) != 0) _exit(STATUS_FAULT);
  bool is_started = pthread_attr_init(&small) == 0 && pthread_attr_setstacksize(&small, STACK_BYTES) == 0 &&
                    pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED) == 0 &&
                    pthread_create(&thread, &small, make_in_thread, job) == 0;
  if (is_started) {
    running++;
    return;
  }
  job->error = EAGAIN;
  finish(job);
}

void connect_take_result(void) {
  struct job *done;
  if (read(results[0], &done, sizeof done) != (ssize_t)sizeof done) return;
  running--;
  finish(done);
  if (queued == NULL) return;
  struct call *next = queued;
  queued = next->next;
  if (queued == NULL) queue_end = &queued;
  connect_notice(&next->notice);
  free(next);
}

/* A duplicate of the process's descriptor; a negative error. */
static int duplicate(pid_t thread, int descriptor) {
  long process = syscall(SYS_pidfd_open, thread, PIDFD_THREAD);
  if (process < 0) process = syscall(SYS_pidfd_open, target_process(thread), 0);
  if (process < 0) return -errno;
  long found = syscall(SYS_pidfd_getfd, (int)process, descriptor, 0);
  int why = errno;
  close((int)process);
  return found < 0 ? -why : (int)found;
}

/* Sockets of the host that may be connected to. */
static struct stat *named;
static size_t named_count;

void connect_allow(const char *path) {
  struct stat is;
  /* Held open, so that its number becomes no other's. */
  int file = open(path, O_PATH | O_CLOEXEC);
  if (file < 0 || fstat(file, &is) != 0 || !S_ISSOCK(is.st_mode)) {
    if (file >= 0) close(file);
    return;
  }
  named = must_have(realloc(named, (named_count + 1) * sizeof *named));
  named[named_count++] = is;
}

static bool is_allowed_socket(const struct stat *file) {
  for (size_t at = 0; at < named_count; at++) {
    if (named[at].st_dev == file->st_dev && named[at].st_ino == file->st_ino) return true;
  }
  return false;
}

/* By the file that was opened, whatever the path leads to by now. */
static struct sockaddr_un by_file(int file) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", file);
  return address;
}

/*
 * True for what a server has left behind, which tools tell by the kernel's answer and then replace. A server for streams
 * never learns that it was asked for datagrams.
 */
static bool is_left_behind(int file) {
  int probe = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  struct sockaddr_un address = by_file(file);
  bool is = probe >= 0 && connect(probe, (struct sockaddr *)&address, sizeof address) != 0 && errno == ECONNREFUSED;
  if (probe >= 0) close(probe);
  return is;
}

/* Opens the file of a Unix socket, and takes it only if it may be connected to; 0 or an error. */
static int open_socket(struct job *job, const char *path) {
  job->file = target_open(path, 0);
  if (job->file < 0) return -job->file;
  struct stat is;
  if (fstat(job->file, &is) != 0 || !S_ISSOCK(is.st_mode)) return ECONNREFUSED;
  if (!sockets_has(run.diag, &is) && !is_allowed_socket(&is)) {
    if (is_left_behind(job->file)) return ECONNREFUSED;
    attempt_path("socket", path);
    return EACCES;
  }
  *(struct sockaddr_un *)&job->address = by_file(job->file);
  job->length = sizeof(struct sockaddr_un);
  return 0;
}

static int prepare_unix(struct job *job, pid_t pid) {
  struct sockaddr_un *address = (struct sockaddr_un *)&job->address;
  const size_t head = offsetof(struct sockaddr_un, sun_path);
  if (address->sun_family != AF_UNIX || job->length <= head || job->length > sizeof *address) return EINVAL;
  /* Names without a file belong to the network that the socket was made in: the sandbox's own. */
  if (address->sun_path[0] == 0) return 0;
  char path[sizeof address->sun_path + 1] = {0};
  memcpy(path, address->sun_path, job->length - head);
  struct file file = {0};
  int done = target_file(pid, AT_FDCWD, path, &file);
  if (done == 0) done = file.path == NULL ? -ECONNREFUSED : -open_socket(job, file.path);
  file_free(&file);
  return -done;
}

static int prepare(struct job *job, const struct seccomp_notif *notice) {
  pid_t pid = (pid_t)notice->pid;
  job->socket = duplicate(pid, (int)notice->data.args[0]);
  if (job->socket < 0) return job->socket == -EBADF ? EBADF : EPERM;
  int family;
  socklen_t length = sizeof family;
  if (getsockopt(job->socket, SOL_SOCKET, SO_DOMAIN, &family, &length) != 0) return errno;
  if (notice->data.args[2] > sizeof job->address) return EINVAL;
  job->length = (socklen_t)notice->data.args[2];
  ssize_t got = target_read(pid, notice->data.args[1], &job->address, job->length);
  if (got != (ssize_t)job->length) return EFAULT;
  return family == AF_UNIX ? prepare_unix(job, pid) : 0;
}

static void wait_for_thread(const struct seccomp_notif *notice) {
  struct call *call = must_have(calloc(1, sizeof *call));
  call->notice = *notice;
  *queue_end = call;
  queue_end = &call->next;
}

static bool may_wait(const struct job *job) {
  int flags = fcntl(job->socket, F_GETFL);
  return flags < 0 || (flags & O_NONBLOCK) == 0;
}

void connect_notice(const struct seccomp_notif *notice) {
  struct job *job = must_have(calloc(1, sizeof *job));
  job->notice = notice->id;
  job->file = job->socket = -1;
  job->error = prepare(job, notice);
  if (job->error == 0 && !notice_is_valid(notice->id)) job->error = EPERM;
  if (job->error != 0) {
    finish(job);
  } else if (!may_wait(job)) {
    make(job);
    finish(job);
  } else if (running < THREADS_MAX) {
    /* One that waits must not keep the others waiting. */
    start(job);
  } else {
    drop(job);
    wait_for_thread(notice);
  }
}
