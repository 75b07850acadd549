# Runs scripts and traces each command that bash executes for them; nothing but bash itself can run here.
# Standard input, each part ended by a NUL: the names of commands, then in turn a key, a mask and a script.
# A command of those names succeeds or fails as its bit in the mask says. Standard output: the trace (see trace.ts).
# $1: how many processes there may be.
ulimit -c 0 -v 600000 -t 60 || exit 8
ulimit -u "$1" || exit 8
exec 250>&1 1>/dev/null 2>/dev/null
PATH=/nothing
HOME=/home/oracle
shopt -u sourcepath
unset -v BASH_ENV ENV CDPATH TMPDIR HISTFILE
mapfile -d '' -t __parts
exec </dev/null
__bit=0
for __name in ${__parts[0]}; do
  # The body is an arithmetic command, so that its own line in the trace is easy to tell apart.
  eval "$__name() (( (__mask >> $__bit & 1) == 0 ))"
  __bit=$(( (__bit + 1) % 60 ))
done
command_not_found_handle() (( (__mask >> 60 & 1) == 0 ))
BASH_XTRACEFD=250
shopt -s nullglob dotglob
__folder=0
cd /w/0 || exit 9
# Each folder holds a few names for globs to find; anything more was written by the script.
__given=(*)
for (( __at = 1; __at < ${#__parts[@]}; __at += 3 )); do
  printf '\3S %s\n' "${__parts[__at]}" >&250
  (
    __mask=${__parts[__at + 1]}
    __script=${__parts[__at + 2]}
    PS4=$'\1'${__parts[__at]}$'\2'
    shopt -u nullglob dotglob
    unset -v __parts __bit __name __folder __at __given __files
    set -x
    eval "$__script"
  )
  __status=$?
  __files=(*)
  if (( ${#__files[@]} != ${#__given[@]} )); then
    printf '\3F %s %s\n' "${__parts[__at]}" "${__files[*]@Q}" >&250
  fi
  printf '\3E %s %s\n' "${__parts[__at]}" "$__status" >&250
  if (( ${#__files[@]} != ${#__given[@]} )); then
    builtin cd "/w/$(( ++__folder ))" || exit 9
  fi
done
printf '\3Q\n' >&250
