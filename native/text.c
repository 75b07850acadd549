/* Bytes that grow, and JSON strings. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "supervisor.h"

void *must_have(void *memory) {
  if (memory == NULL) _exit(STATUS_FAULT);
  return memory;
}

void text_add(struct text *text, const void *bytes, size_t length) {
  if (text->room - text->length <= length) {
    text->room = (text->length + length + 64) * 2;
    text->bytes = must_have(realloc(text->bytes, text->room));
  }
  if (length > 0) memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = 0;
}

void text_format(struct text *text, const char *format, ...) {
  char made[512];
  va_list words;
  va_start(words, format);
  int length = vsnprintf(made, sizeof made, format, words);
  va_end(words);
  if (length < 0) _exit(STATUS_FAULT);
  text_add(text, made, (size_t)length < sizeof made ? (size_t)length : sizeof made - 1);
}

void text_json(struct text *text, const char *bytes, size_t length) {
  text_add(text, "\"", 1);
  for (size_t at = 0; at < length; at++) {
    unsigned char byte = (unsigned char)bytes[at];
    if (byte == '"' || byte == '\\') {
      char escaped[] = {'\\', (char)byte};
      text_add(text, escaped, 2);
    } else if (byte < 0x20) {
      text_format(text, "\\u%04x", byte);
    } else if (byte >= 0x80) {
      char utf8[] = {(char)(0xc0 | (byte >> 6)), (char)(0x80 | (byte & 0x3f))};
      text_add(text, utf8, 2);
    } else {
      text_add(text, &bytes[at], 1);
    }
  }
  text_add(text, "\"", 1);
}

void text_free(struct text *text) {
  free(text->bytes);
  *text = (struct text){0};
}

/* Four hexadecimal digits, or -1. */
static long hex4(const char *digits, const char *end) {
  if (end - digits < 4) return -1;
  char four[5] = {digits[0], digits[1], digits[2], digits[3], 0};
  char *after;
  long value = strtol(four, &after, 16);
  return after == four + 4 && four[0] != '-' && four[0] != '+' && four[0] != ' ' ? value : -1;
}

static char *put_utf8(char *to, unsigned long point) {
  if (point < 0x80) {
    *to++ = (char)point;
  } else if (point < 0x800) {
    *to++ = (char)(0xc0 | (point >> 6));
    *to++ = (char)(0x80 | (point & 0x3f));
  } else {
    if (point < 0x10000) {
      *to++ = (char)(0xe0 | (point >> 12));
    } else {
      *to++ = (char)(0xf0 | (point >> 18));
      *to++ = (char)(0x80 | ((point >> 12) & 0x3f));
    }
    *to++ = (char)(0x80 | ((point >> 6) & 0x3f));
    *to++ = (char)(0x80 | (point & 0x3f));
  }
  return to;
}

/* What follows `\u`: one unit, or two that make a pair; null if it is neither. */
static const char *unescape_unit(const char *from, const char *end, unsigned long *point) {
  long unit = hex4(from, end);
  if (unit <= 0) return NULL;
  *point = (unsigned long)unit;
  if (unit < 0xd800 || unit > 0xdfff) return from + 4;
  long low = end - from >= 10 && from[4] == '\\' && from[5] == 'u' ? hex4(from + 6, end) : -1;
  if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) return NULL;
  *point = 0x10000 + (((unsigned long)unit - 0xd800) << 10) + ((unsigned long)low - 0xdc00);
  return from + 10;
}

bool json_unquote(char *line, size_t length) {
  static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  if (length < 2 || line[0] != '"' || line[length - 1] != '"') return false;
  const char *from = line + 1, *end = line + length - 1;
  char *to = line;
  /* What is read is never shorter than what is written. */
  while (from < end) {
    if (*from == '"' || *from == 0) return false;
    if (*from != '\\') {
      *to++ = *from++;
      continue;
    }
    if (++from == end) return false;
    const char *name = *from == 'u' || *from == 0 ? NULL : strchr(names, *from);
    if (name != NULL) {
      *to++ = meant[name - names];
      from++;
      continue;
    }
    unsigned long point;
    if (*from != 'u' || (from = unescape_unit(from + 1, end, &point)) == NULL) return false;
    to = put_utf8(to, point);
  }
  *to = 0;
  return true;
}
