/* Asks before a file is opened that the settings may deny: a mount hides only what stood there when the run began. */
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "supervisor.h"

static const char **patterns;
static size_t pattern_count;

void reading_watch(const char *pattern) {
  patterns = must_have(realloc(patterns, (pattern_count + 1) * sizeof *patterns));
  patterns[pattern_count++] = pattern;
}

bool reading_is_watched(void) {
  return pattern_count > 0;
}

static bool fits(const char *name) {
  for (size_t at = 0; at < pattern_count; at++) {
    if (fnmatch(patterns[at], name, 0) == 0) return true;
  }
  return false;
}

/* True if any folder on the way, or the file itself, has such a name. */
static bool may_be_denied(const char *path) {
  char *copy = must_have(strdup(path));
  bool found = false;
  for (char *rest = copy, *name; !found && (name = strsep(&rest, "/")) != NULL;) found = *name != 0 && fits(name);
  free(copy);
  return found;
}

/* Nothing that can be opened is there, or not by this name: the kernel says so itself. */
static bool is_nothing(int error) {
  return error == -ENOENT || error == -ENOTDIR || error == -EACCES || error == -ELOOP || error == -ENAMETOOLONG;
}

/* Where the file really lies, links followed as the caller would; to be freed. Null with `error` 0: nothing is there. */
static char *place_of(const struct file *file, int *error) {
  *error = 0;
  if (file->path == NULL) return file->link == NULL ? NULL : strdup(file->link);
  int opened = target_open(file->path, 0);
  if (opened < 0) {
    *error = is_nothing(opened) ? 0 : opened;
    return NULL;
  }
  char name[32];
  snprintf(name, sizeof name, "fd/%d", opened);
  char *place = target_link(getpid(), name);
  if (place == NULL) *error = -EACCES;
  close(opened);
  return place;
}

enum reading reading_asks(uint64_t notice, const struct file *file) {
  int error;
  char *place = place_of(file, &error);
  bool asks = place != NULL && may_be_denied(place);
  if (asks) {
    struct text message = {0};
    text_format(&message, "{\"kind\":\"open\",\"id\":%llu,\"path\":", (unsigned long long)exec_hold(notice));
    text_json(&message, place, strlen(place));
    text_add(&message, "}", 1);
    channel_send(&message, -1);
  }
  free(place);
  if (error != 0) return READING_UNKNOWN;
  return asks ? READING_HELD : READING_FREE;
}
