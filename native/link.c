/* Messages between the two ends of one run, each with at most one descriptor. */
#include <string.h>
#include <sys/socket.h>

#include "supervisor.h"

union control {
  char bytes[CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
  struct cmsghdr align;
};

bool link_send(int link, const char *text, int handle) {
  struct iovec part = {(char *)(uintptr_t)text, strlen(text)};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  union control control = {0};
  if (handle >= 0) {
    message.msg_control = control.bytes;
    message.msg_controllen = CMSG_SPACE(sizeof(int));
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    *head = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(head), &handle, sizeof(int));
  }
  return sendmsg(link, &message, MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

ssize_t link_receive(int link, char *text, size_t room, int *handle, pid_t *pid) {
  struct iovec part = {text, room - 1};
  union control control;
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t got = recvmsg(link, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (got < 0) return got;
  text[got] = 0;
  for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head != NULL; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET) continue;
    if (head->cmsg_type == SCM_RIGHTS) memcpy(handle, CMSG_DATA(head), sizeof *handle);
    if (head->cmsg_type == SCM_CREDENTIALS) {
      struct ucred sender;
      memcpy(&sender, CMSG_DATA(head), sizeof sender);
      *pid = sender.pid;
    }
  }
  return got;
}
