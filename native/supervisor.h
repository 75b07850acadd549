/* What the parts of the supervisor know of each other; `outer` stays on the host's side, `inner` becomes the command. */
#ifndef ASSENT_SUPERVISOR_H
#define ASSENT_SUPERVISOR_H

#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Descriptors that Node gives; bubblewrap gets the first two as they are, and its end of the link in place of the third. */
enum { FILTER_FD = 3, STATUS_FD = 4, CHANNEL_FD = 5 };
/* The status of a run whose sandbox could not be completed. */
enum { STATUS_FAULT = 125, STATUS_KILLED = 128 };
/* Whoever gets it ends all at once: the one above has gone. */
#define END_SIGNAL SIGUSR1
enum { PATH_BYTES_MAX = 4096, LINK_BYTES_MAX = 8192 };

/* Bytes that grow; memory that cannot be had ends the process, and with it the run. */
struct text {
  char *bytes;
  size_t length, room;
};
void text_add(struct text *text, const void *bytes, size_t length);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* As a JSON string in which each byte is the character of its number. */
void text_json(struct text *text, const char *bytes, size_t length);
void text_free(struct text *text);
/* Turns a JSON string into bytes in place, closed by a zero; false if it is none. */
bool json_unquote(char *line, size_t length);
void *must_have(void *memory);

/* Node's channel: one JSON value a line, descriptors beside them. */
void channel_send(struct text *message, int handle);
void channel_fault(const char *what, const char *why);
bool channel_wants_out(void);
/* True while so much waits for Node that no more should be asked. */
bool channel_is_full(void);
/* False when Node is gone; `take` gets each text that Node sends. */
bool channel_in(void (*take)(char *text));
bool channel_out(void);
void channel_flush(void);

/* The link between outer and inner: messages, each with at most one descriptor. */
bool link_send(int link, const char *text, int handle);
/* The length, 0 when the other end is closed; `pid` is the sender as seen from here. */
ssize_t link_receive(int link, char *text, size_t room, int *handle, pid_t *pid);

int outer_main(int count, char **words);
int inner_main(int count, char **words);
int foreground_main(int count, char **words);
int terminal_main(int count, char **words);

/* Puts a guard above this process; what follows runs below it. `signals`: blocked already, and passed on by it. */
bool guard(const sigset_t *signals);
/* Ends all children but one by force, with what falls to this process through that, and waits for their end. */
void kill_children(pid_t spared);

/* inner */
/* True if the word is an option that names a mount; `at` is then moved to its last word. */
bool mounts_take(int count, char **words, int *at);
/* The same for an option that names what must stand at a path. */
bool stands_take(int count, char **words, int *at);
/* Null, or a path that is not what was meant to be mounted there, with errno set. */
const char *stands_check(void);
/* Makes the mounts and gives up what allows to; null, or what could not be done, with errno set. */
const char *mounts_apply(void);
int landlock_version(void);
bool landlock_apply(int version, char *const *writable, size_t count);
/* Loads the program for this process; the listener, -1 without, or -2 with errno set. */
int filter_install(int program, bool notify);

/* What outer knows of the run. */
struct run {
  int listener, link, root, diag, self;
  /* As seen from here: bubblewrap, the first process inside, the one that becomes the command. */
  pid_t bwrap, first, inner;
};
extern struct run run;

/* notices of the filter */
void notice_take(void);
/* Lets the call go on for 0, else it fails with `-error`. */
void notice_answer(uint64_t id, int error);
bool notice_is_valid(uint64_t id);

/* What can be read of a process that waits. */
struct file {
  /* As it is named inside, absolute; null if it goes by a descriptor. */
  char *path;
  /* Where a descriptor leads to; null for a path. */
  char *link;
};
ssize_t target_read(pid_t pid, uint64_t from, void *to, size_t length);
/* Reads to the closing zero, which is not counted; 0, 1 if cut off at `max`, or a negative error. */
int target_string(pid_t pid, uint64_t from, struct text *to, size_t max);
/* What a link below /proc/PID leads to, to be freed; null if it cannot be read. */
char *target_link(pid_t pid, const char *name);
/* Makes `path` absolute against a descriptor of the target or its working folder; 0 or a negative error. */
int target_file(pid_t pid, int folder, const char *path, struct file *file);
void file_free(struct file *file);
/* Opens a path as the sandbox sees it; a descriptor or a negative error. */
int target_open(const char *path, int flags);
/* The words of a process; false if it has none. */
bool target_words(pid_t pid, struct text *words);
pid_t target_parent(pid_t pid);
pid_t target_process(pid_t thread);

void exec_notice(const struct seccomp_notif *notice);
void exec_answer(uint64_t id, const char *answer);
void exec_forget_gone(void);
/* Has a call of another kind wait for the same answers; the number that it goes by. */
uint64_t exec_hold(uint64_t notice);

/* Names, with `*` and `?`, of what is asked about before it is opened; they stay where they are. */
void reading_watch(const char *pattern);
bool reading_is_watched(void);
/* `READING_HELD`: the call waits, and Node is asked; `READING_UNKNOWN`: what would be opened cannot be looked at. */
enum reading { READING_FREE, READING_HELD, READING_UNKNOWN };
enum reading reading_asks(uint64_t notice, const struct file *file);

/* What stands at the path by now may be connected to; what is put in its place later is something else. */
void connect_allow(const char *path);
void connect_notice(const struct seccomp_notif *notice);
/* The readable end of what the threads tell; -1 before the first. */
int connect_results(void);
void connect_take_result(void);
/* True if a socket of the sandbox's own network is bound to the file. */
bool sockets_has(int diag, const struct stat *file);

/* Reports a call that would write, and never keeps it. */
void write_notice(const struct seccomp_notif *notice);
void attempt_path(const char *what, const char *path);
void attempt_address(const char *address, unsigned port);

/* Names to be told of, with slashes between them, in whatever case they are written; they stay where they are. */
void made_watch(char *names);
/* Each of those once, if the path ends in one. */
void made_name(const char *path);
/* What a new link says; null for nothing. */
void made_link(const char *text);

void cover(const char *path, bool is_folder);
bool cover_ended(pid_t pid, int status);

struct pty {
  int master, slave;
  pid_t relay;
};
bool pty_open(struct pty *pty, unsigned columns, unsigned rows);
bool pty_relay(struct pty *pty);
/* Carries in this process until the command has ended (a descriptor that is readable then) or nobody reads. */
void pty_carry(const struct pty *pty, int ended);
void pty_resize(const struct pty *pty, unsigned columns, unsigned rows);

/* Sends a signal to all below bubblewrap, not to itself, for with it all would end by force. */
void tree_signal(pid_t bwrap, int signal);

#endif
