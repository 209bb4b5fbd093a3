/* What a bad day does to a process: counts its calls that change files below one folder, and at the chosen one kills
 * it, tears the write in half, or lets the call fail. Each call that took place is noted, so that a power cut can be
 * played afterwards. Loaded with LD_PRELOAD; idle until `fault_arm`.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COUNT, KILL, TEAR, FAIL_ONCE, FAIL_ON };

static char prefix[PATH_MAX];
static size_t prefix_length;
static long chosen, passed;
static int how, reason, notes = -1, armed;

#define REAL(result, name, ...)                                      \
    static result (*real_##name)(__VA_ARGS__);                       \
    if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)

static ssize_t put(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    return real_write(fd, bytes, length);
}

void fault_arm(const char *folder, long at, int kind, int why, const char *notes_path) {
    REAL(int, open, const char *, int, ...);
    snprintf(prefix, sizeof prefix, "%s/", folder);
    prefix_length = strlen(prefix);
    chosen = at, how = kind, reason = why, passed = 0;
    notes = notes_path && *notes_path ? real_open(notes_path, O_CREAT | O_WRONLY | O_APPEND, 0600) : -1;
    armed = 1;
}

long fault_passed(void) { return passed; }

static int ours(const char *path) { return armed && path && !strncmp(path, prefix, prefix_length); }

static int ours_fd(int fd, char *path) {
    char link[64];
    if (!armed || fd < 3 || fd == notes) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return !strncmp(path, prefix, prefix_length - 1) && (path[prefix_length - 1] == '/' || !path[prefix_length - 1]);
}

/* One line a call: operation, path, second path or "", offset or size, length; the bytes follow. */
static void note(char what, const char *path, const char *other, off_t at, const void *bytes, size_t length) {
    char line[2 * PATH_MAX + 64];
    if (notes < 0) return;
    int used = snprintf(line, sizeof line, "%c\t%s\t%s\t%lld\t%zu\n", what, path, other, (long long)at, length);
    put(notes, line, used);
    if (length) put(notes, bytes, length);
}

/* Takes part in the call that is about to happen: 0 go on, 1 let it fail; half is done where it is to be torn. */
static int strike(int fd, const void *bytes, size_t length, off_t at) {
    passed++;
    if (how == COUNT || passed < chosen || (passed > chosen && how != FAIL_ON)) return 0;
    if (how == TEAR && bytes && length > 1) {
        REAL(ssize_t, pwrite64, int, const void *, size_t, off_t);
        if (at < 0) put(fd, bytes, length / 2);
        else real_pwrite64(fd, bytes, length / 2, at);
    }
    if (how == KILL || how == TEAR) kill(getpid(), SIGKILL);
    errno = reason;
    return 1;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[PATH_MAX];
    if (!ours_fd(fd, path)) return put(fd, bytes, length);
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (strike(fd, bytes, length, -1)) return -1;
    ssize_t done = put(fd, bytes, length);
    if (done > 0) note('w', path, "", at, bytes, done);
    return done;
}

#define PWRITE(name)                                                              \
    ssize_t name(int fd, const void *bytes, size_t length, off_t at) {            \
        REAL(ssize_t, name, int, const void *, size_t, off_t);                    \
        char path[PATH_MAX];                                                      \
        if (!ours_fd(fd, path)) return real_##name(fd, bytes, length, at);        \
        if (strike(fd, bytes, length, at)) return -1;                             \
        ssize_t done = real_##name(fd, bytes, length, at);                        \
        if (done > 0) note('w', path, "", at, bytes, done);                       \
        return done;                                                              \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define FTRUNCATE(name)                                                           \
    int name(int fd, off_t size) {                                                \
        REAL(int, name, int, off_t);                                              \
        char path[PATH_MAX];                                                      \
        if (!ours_fd(fd, path)) return real_##name(fd, size);                     \
        if (strike(fd, 0, 0, 0)) return -1;                                       \
        int done = real_##name(fd, size);                                         \
        if (!done) note('t', path, "", size, 0, 0);                               \
        return done;                                                              \
    }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

#define SYNC(name)                                                                \
    int name(int fd) {                                                            \
        REAL(int, name, int);                                                     \
        char path[PATH_MAX];                                                      \
        if (!ours_fd(fd, path)) return real_##name(fd);                           \
        if (strike(fd, 0, 0, 0)) return -1;                                       \
        note('s', path, "", 0, 0, 0);                                             \
        return 0; /* the disk of a test need not turn */                          \
    }
SYNC(fsync)
SYNC(fdatasync)

#define NAMED(name, kind)                                                         \
    int name(const char *path) {                                                  \
        REAL(int, name, const char *);                                            \
        if (!ours(path)) return real_##name(path);                                \
        if (strike(-1, 0, 0, 0)) return -1;                                       \
        int done = real_##name(path);                                             \
        if (!done) note(kind, path, "", 0, 0, 0);                                 \
        return done;                                                              \
    }
NAMED(unlink, 'u')
NAMED(rmdir, 'd')

#define TWICE(name, kind)                                                         \
    int name(const char *path, const char *other) {                               \
        REAL(int, name, const char *, const char *);                              \
        if (!ours(path) && !ours(other)) return real_##name(path, other);         \
        if (strike(-1, 0, 0, 0)) return -1;                                       \
        int done = real_##name(path, other);                                      \
        if (!done) note(kind, path, other, 0, 0, 0);                              \
        return done;                                                              \
    }
TWICE(rename, 'r')
TWICE(link, 'l')

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    struct stat there;
    if (!ours(path) || !stat(path, &there)) return real_mkdir(path, mode);
    if (strike(-1, 0, 0, 0)) return -1;
    int done = real_mkdir(path, mode);
    if (!done) note('m', path, "", 0, 0, 0);
    return done;
}

#define OPEN(name)                                                                \
    int name(const char *path, int flags, ...) {                                  \
        REAL(int, name, const char *, int, ...);                                  \
        struct stat there;                                                        \
        va_list more;                                                             \
        va_start(more, flags);                                                    \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;   \
        va_end(more);                                                             \
        int makes = ours(path) && (flags & O_CREAT) && stat(path, &there);        \
        int cuts = ours(path) && (flags & O_TRUNC) && !makes;                     \
        if (!makes && !cuts) return real_##name(path, flags, mode);               \
        if (strike(-1, 0, 0, 0)) return -1;                                       \
        int fd = real_##name(path, flags, mode);                                  \
        if (fd >= 0) note(makes ? 'c' : 't', path, "", 0, 0, 0);                  \
        return fd;                                                                \
    }
OPEN(open)
OPEN(open64)
