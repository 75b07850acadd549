/* Asks the kernel which Unix sockets the sandbox's own network has. */
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>

#include "supervisor.h"

enum { ANSWER_BYTES = 1 << 15 };

/* The kernel's own number of a device: twenty bits for the minor one. */
static dev_t device_of(uint32_t kernels) {
  return makedev(kernels >> 20, kernels & 0xfffff);
}

static bool is_bound_to(struct nlmsghdr *head, const struct stat *file) {
  struct unix_diag_msg *socket = NLMSG_DATA(head);
  int length = (int)(head->nlmsg_len - NLMSG_LENGTH(sizeof *socket));
  for (struct rtattr *part = (struct rtattr *)(socket + 1); RTA_OK(part, length); part = RTA_NEXT(part, length)) {
    if (part->rta_type != UNIX_DIAG_VFS) continue;
    struct unix_diag_vfs *bound = RTA_DATA(part);
    return bound->udiag_vfs_ino == (uint32_t)file->st_ino && device_of(bound->udiag_vfs_dev) == file->st_dev;
  }
  return false;
}

/* True if found; `*is_over` when the kernel has told all, or fails. */
static bool find_in(char *bytes, size_t got, const struct stat *file, bool *is_over) {
  for (struct nlmsghdr *head = (struct nlmsghdr *)bytes; NLMSG_OK(head, got); head = NLMSG_NEXT(head, got)) {
    if (head->nlmsg_type == NLMSG_DONE || head->nlmsg_type == NLMSG_ERROR) *is_over = true;
    else if (head->nlmsg_type == SOCK_DIAG_BY_FAMILY && is_bound_to(head, file)) return true;
  }
  return false;
}

bool sockets_has(int diag, const struct stat *file) {
  struct {
    struct nlmsghdr head;
    struct unix_diag_req ask;
  } request = {
      .head = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .ask = {.sdiag_family = AF_UNIX, .udiag_states = ~0U, .udiag_show = UDIAG_SHOW_VFS},
  };
  if (diag < 0 || send(diag, &request, sizeof request, 0) != (ssize_t)sizeof request) return false;
  static _Alignas(struct nlmsghdr) char bytes[ANSWER_BYTES];
  bool is_found = false;
  /* All of it is taken, else the rest would be the next question's answer. */
  for (bool is_over = false; !is_over;) {
    ssize_t got = recv(diag, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    is_found = find_in(bytes, (size_t)got, file, &is_over) || is_found;
  }
  return is_found;
}
