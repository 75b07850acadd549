/* A pseudo-terminal for the command, and the process that carries between it and the streams of the run. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

#include "supervisor.h"

/* A pipe with room at all has room for so much. */
enum { CHUNK_BYTES = 4096 };
/* What was written last may take a moment to come through; whoever else holds the terminal is not waited for. */
enum { LAST_MS = 50, LAST_ROUNDS = 64 };

bool pty_open(struct pty *pty, unsigned columns, unsigned rows) {
  pty->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (pty->master < 0 || grantpt(pty->master) != 0 || unlockpt(pty->master) != 0) return false;
  pty_resize(pty, columns, rows);
  pty->slave = ioctl(pty->master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  return pty->slave >= 0;
}

void pty_resize(const struct pty *pty, unsigned columns, unsigned rows) {
  struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
  (void)ioctl(pty->master, TIOCSWINSZ, &size);
}

static bool write_all(int to, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(to, bytes, length);
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) {
      struct pollfd ready = {.fd = to, .events = POLLOUT};
      (void)poll(&ready, 1, -1);
      continue;
    }
    if (written <= 0) return false;
    bytes += written;
    length -= (size_t)written;
  }
  return true;
}

/* What is on its way to the command, which may be long in taking it while it writes itself. */
struct input {
  char bytes[CHUNK_BYTES];
  size_t length, sent;
  bool is_over;
};

static void read_input(struct input *input, int master) {
  ssize_t got = read(0, input->bytes, sizeof input->bytes);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  input->sent = 0;
  input->length = got > 0 ? (size_t)got : 1;
  if (got > 0) return;
  /* The end is told by the key that means so. */
  struct termios settings;
  input->is_over = true;
  input->bytes[0] = tcgetattr(master, &settings) == 0 ? (char)settings.c_cc[VEOF] : 4;
}

static void send_input(struct input *input, int master) {
  ssize_t sent = write(master, input->bytes + input->sent, input->length - input->sent);
  if (sent > 0) input->sent += (size_t)sent;
}

/* `ended` becomes readable when the command has; -1: who holds the terminal tells. */
static void carry(int master, int ended) {
  static struct input input;
  char bytes[CHUNK_BYTES];
  int rounds = -1;
  while (rounds != 0) {
    if (rounds > 0) rounds--;
    bool has_input = input.sent < input.length;
    struct pollfd ends[] = {
        {.fd = master, .events = (short)(POLLIN | (has_input ? POLLOUT : 0))},
        {.fd = has_input || input.is_over ? -1 : 0, .events = POLLIN},
        {.fd = rounds < 0 ? ended : -1, .events = POLLIN},
    };
    int ready = poll(ends, 3, rounds < 0 ? -1 : LAST_MS);
    if (ready == 0 || (ready < 0 && errno != EINTR)) return;
    if (ready < 0) continue;
    if ((ends[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      ssize_t got = read(master, bytes, sizeof bytes);
      /* EIO: nobody holds the terminal any more, and all that was written has been read. */
      if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) return;
      if (got > 0 && !write_all(1, bytes, (size_t)got)) return;
    }
    if ((ends[0].revents & POLLOUT) != 0) send_input(&input, master);
    if (ends[1].revents != 0) read_input(&input, master);
    if (ends[2].revents != 0) rounds = LAST_ROUNDS;
  }
}

static void ignore_ends(void) {
  /* It ends when all has been carried, not when the command is told to end. */
  static const int told[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGTTOU, SIGTTIN};
  for (size_t at = 0; at < sizeof told / sizeof told[0]; at++) (void)signal(told[at], SIG_IGN);
}

void pty_carry(const struct pty *pty, int ended) {
  ignore_ends();
  carry(pty->master, ended);
}

bool pty_relay(struct pty *pty) {
  pid_t supervisor = getpid();
  pty->relay = fork();
  if (pty->relay != 0) return pty->relay > 0;
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != supervisor) _exit(0);
  ignore_ends();
  close(pty->slave);
  close(CHANNEL_FD);
  carry(pty->master, -1);
  _exit(0);
}
