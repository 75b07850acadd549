/* Tells of what a command makes: names that are looked for when it has ended, and links. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "supervisor.h"

enum { LINKS_MAX = 4096 };

struct wanted {
  const char *name;
  bool is_told;
};

static struct wanted *wanted;
static size_t wanted_count, link_count;

void made_watch(char *names) {
  for (char *rest = names, *name; (name = strsep(&rest, "/")) != NULL;) {
    wanted = must_have(realloc(wanted, (wanted_count + 1) * sizeof *wanted));
    wanted[wanted_count++] = (struct wanted){name, false};
  }
}

static void tell(const char *what, const char *value) {
  struct text message = {0};
  text_format(&message, "{\"kind\":\"made\",\"%s\":", what);
  if (value == NULL) text_add(&message, "null", 4);
  else text_json(&message, value, strlen(value));
  text_add(&message, "}", 1);
  channel_send(&message, -1);
}

void made_name(const char *path) {
  if (path == NULL) return;
  size_t end = strlen(path);
  while (end > 1 && path[end - 1] == '/') end--;
  size_t from = end;
  while (from > 0 && path[from - 1] != '/') from--;
  for (size_t at = 0; at < wanted_count; at++) {
    const char *name = wanted[at].name;
    if (strlen(name) != end - from || strncasecmp(name, path + from, end - from) != 0) continue;
    if (!wanted[at].is_told) tell("name", name);
    wanted[at].is_told = true;
    return;
  }
}

void made_link(const char *text) {
  if (text == NULL || wanted_count == 0 || link_count > LINKS_MAX) return;
  /* Beyond that nothing is known of any. */
  tell("link", link_count++ < LINKS_MAX ? text : NULL);
}
