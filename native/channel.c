/* Speaks with Node as its child processes do: one JSON value a line, a descriptor beside the line that hands it over. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "supervisor.h"

enum { LINE_BYTES_MAX = 1 << 20, WAITING_BYTES_MAX = 8 << 20, FLUSH_SECONDS_MAX = 5, PARTING_MICROSECONDS_MAX = 200000 };

/* A line on its way to Node; its descriptor goes with the first byte. */
struct line {
  struct line *next;
  struct text text;
  size_t sent;
  int handle;
};

static struct line *first, *last;
static size_t waiting;
/* Node takes one descriptor at a time and says when it has it. */
static bool awaits_ack;
static bool has_handed_over;
static struct text read_so_far;

void channel_send(struct text *message, int handle) {
  struct line *line = must_have(calloc(1, sizeof *line));
  if (handle >= 0) {
    text_format(&line->text, "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Server\",\"msg\":");
    text_add(&line->text, message->bytes, message->length);
    text_add(&line->text, "}\n", 2);
    text_free(message);
  } else {
    text_add(message, "\n", 1);
    line->text = *message;
    *message = (struct text){0};
  }
  line->handle = handle;
  if (last == NULL) first = line;
  else last->next = line;
  last = line;
  waiting += line->text.length;
  /* Whether Node still reads is seen by the loop. */
  (void)channel_out();
}

void channel_fault(const char *what, const char *why) {
  struct text message = {0};
  text_format(&message, "{\"kind\":\"fault\",\"what\":\"%s\",\"why\":", what);
  text_json(&message, why, strlen(why));
  text_add(&message, "}", 1);
  channel_send(&message, -1);
}

bool channel_wants_out(void) {
  return first != NULL && !(first->handle >= 0 && awaits_ack);
}

bool channel_is_full(void) {
  return waiting > WAITING_BYTES_MAX;
}

static ssize_t send_some(struct line *line) {
  struct iovec part = {line->text.bytes + line->sent, line->text.length - line->sent};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
  } control = {0};
  if (line->handle >= 0 && line->sent == 0) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    *head = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(head), &line->handle, sizeof(int));
  }
  return sendmsg(CHANNEL_FD, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool channel_out(void) {
  while (channel_wants_out()) {
    ssize_t sent = send_some(first);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    first->sent += (size_t)sent;
    waiting -= (size_t)sent;
    if (first->handle >= 0) awaits_ack = has_handed_over = true;
    if (first->sent < first->text.length) continue;
    struct line *done = first;
    first = done->next;
    if (first == NULL) last = NULL;
    if (done->handle >= 0) close(done->handle);
    text_free(&done->text);
    free(done);
  }
  return true;
}

static void take_line(char *line, size_t length, void (*take)(char *text)) {
  static const char ack[] = "{\"cmd\":\"NODE_HANDLE_ACK\"", refused[] = "{\"cmd\":\"NODE_HANDLE_NACK\"";
  if (strncmp(line, ack, sizeof ack - 1) == 0 || strncmp(line, refused, sizeof refused - 1) == 0) {
    awaits_ack = false;
    (void)channel_out();
  } else if (json_unquote(line, length)) {
    take(line);
  }
}

bool channel_in(void (*take)(char *text)) {
  char bytes[16384];
  ssize_t got = recv(CHANNEL_FD, bytes, sizeof bytes, MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  if (got == 0) return false;
  text_add(&read_so_far, bytes, (size_t)got);
  char *from = read_so_far.bytes, *end = from + read_so_far.length;
  for (char *newline; (newline = memchr(from, '\n', (size_t)(end - from))) != NULL; from = newline + 1) {
    *newline = 0;
    take_line(from, (size_t)(newline - from), take);
  }
  size_t rest = (size_t)(end - from);
  memmove(read_so_far.bytes, from, rest);
  read_so_far.length = rest;
  return rest <= LINE_BYTES_MAX;
}

/* A socket that is closed with something unread takes from its peer what that has not read yet either. */
static void part(void) {
  static char bytes[4096];
  const struct timeval most = {.tv_usec = PARTING_MICROSECONDS_MAX};
  (void)shutdown(CHANNEL_FD, SHUT_WR);
  (void)setsockopt(CHANNEL_FD, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  while (recv(CHANNEL_FD, bytes, sizeof bytes, has_handed_over ? 0 : MSG_DONTWAIT) > 0) continue;
}

void channel_flush(void) {
  struct timeval most = {.tv_sec = FLUSH_SECONDS_MAX};
  (void)setsockopt(CHANNEL_FD, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
  for (; first != NULL; first = first->next) {
    /* A descriptor is of no use to anybody once the run has ended. */
    if (first->handle >= 0 && first->sent == 0) continue;
    while (first->sent < first->text.length) {
      ssize_t sent = send(CHANNEL_FD, first->text.bytes + first->sent, first->text.length - first->sent, MSG_NOSIGNAL);
      if (sent <= 0) return;
      first->sent += (size_t)sent;
    }
  }
  part();
}
