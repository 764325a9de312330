"""No module but those of `_util/platform` uses what not every system has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import basespace_async

PACKAGE = Path(basespace_async.__file__).parent
MODULES = {
    "_winapi",
    "fcntl",
    "grp",
    "msvcrt",
    "pty",
    "pwd",
    "resource",
    "select",
    "syslog",
    "termios",
    "tty",
    "winreg",
}
# Of the modules that every system has, what only some have. `getattr` and `hasattr` with these names count, too.
ATTRIBUTES = {
    "os": {
        *("O_ACCMODE", "O_ASYNC", "O_BINARY", "O_CLOEXEC", "O_DIRECT", "O_DIRECTORY", "O_DSYNC", "O_NOATIME"),
        *(
            "O_NOCTTY",
            "O_NOFOLLOW",
            "O_NONBLOCK",
            "O_PATH",
            "O_SHORT_LIVED",
            "O_SYNC",
            "O_TEMPORARY",
            "O_TEXT",
            "O_TMPFILE",
        ),
        *(
            "chflags",
            "chown",
            "chroot",
            "copy_file_range",
            "ctermid",
            "eventfd",
            "fchdir",
            "fchmod",
            "fchown",
            "fdatasync",
        ),
        *(
            "fork",
            "forkpty",
            "fpathconf",
            "fstatvfs",
            "getegid",
            "geteuid",
            "getgid",
            "getgroups",
            "getloadavg",
            "getpgid",
        ),
        *(
            "getpgrp",
            "getpriority",
            "getresuid",
            "getsid",
            "getuid",
            "getxattr",
            "killpg",
            "lchmod",
            "lchown",
            "listxattr",
        ),
        *(
            "lockf",
            "login_tty",
            "major",
            "makedev",
            "memfd_create",
            "minor",
            "mkfifo",
            "mknod",
            "name",
            "nice",
            "openpty",
        ),
        *(
            "pathconf",
            "pidfd_open",
            "posix_fadvise",
            "posix_fallocate",
            "posix_spawn",
            "pread",
            "preadv",
            "pwrite",
            "pwritev",
        ),
        *(
            "readlink",
            "readv",
            "register_at_fork",
            "removexattr",
            "sched_getaffinity",
            "sched_setaffinity",
            "sched_yield",
        ),
        *(
            "sendfile",
            "setegid",
            "seteuid",
            "setgid",
            "setpgid",
            "setpriority",
            "setsid",
            "setuid",
            "setxattr",
            "splice",
        ),
        *(
            "startfile",
            "statvfs",
            "symlink",
            "sync",
            "sysconf",
            "tcgetpgrp",
            "tcsetpgrp",
            "ttyname",
            "uname",
            "wait",
            "wait3",
        ),
        *("wait4", "waitid", "waitpid", "writev"),
    },
    "signal": {
        *(
            "CTRL_BREAK_EVENT",
            "CTRL_C_EVENT",
            "SIGALRM",
            "SIGBREAK",
            "SIGCHLD",
            "SIGCONT",
            "SIGHUP",
            "SIGKILL",
            "SIGPIPE",
        ),
        *("SIGQUIT", "SIGSTOP", "SIGTSTP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "alarm", "pause", "pthread_kill"),
        *("pthread_sigmask", "setitimer", "sigpending", "sigwait", "siginterrupt", "signal"),
    },
    "socket": {"AF_UNIX", "SO_REUSEPORT", "TCP_KEEPIDLE", "TCP_USER_TIMEOUT", "sendmsg"},
    "sys": {"platform", "getwindowsversion"},
    "time": {"clock_gettime", "tzset"},
    "platform": {"system", "win32_ver", "mac_ver", "libc_ver"},
    "stat": set(),
}
# Methods and arguments, of whatever object.
NAMES = {
    "add_signal_handler",
    "remove_signal_handler",
    "start_new_session",
    "preexec_fn",
    "dir_fd",
    "creationflags",
    "umask",
}
PLACES = ("/proc", "/dev/", "/sys/", "/etc/")


def uses(tree: ast.AST) -> Iterator[str]:
    """Give what a module uses of these."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name.split(".")[0] in MODULES)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                if module in MODULES:
                    yield module
                yield from (f"{module}.{alias.name}" for alias in names if alias.name in ATTRIBUTES.get(module, ()))
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in ATTRIBUTES.get(module, ()):
                yield f"{module}.{name}"
            case ast.Call(args=[ast.Name(id=module), ast.Constant(value=str(name)), *_]):
                if name in ATTRIBUTES.get(module, ()):
                    yield f"{module}.{name}"
            case ast.Attribute(attr=name) | ast.keyword(arg=str(name)) if name in NAMES:
                yield name
            case ast.Constant(value=str(text)) if text.startswith(PLACES):
                yield text


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "from os import fork",
        "os.pwrite(1, b'', 0)",
        "getattr(os, 'O_CLOEXEC', 0)",
        "if sys.platform == 'win32': pass",
        "loop.add_signal_handler(2, stop)",
        "Popen([], start_new_session=True)",
        "open('/proc/self/maps')",
    ],
)
def test_a_use_is_found(code: str) -> None:
    assert list(uses(ast.parse(code)))


def test_no_other_module_uses_what_not_every_system_has() -> None:
    others = [path for path in PACKAGE.rglob("*.py") if "platform" not in path.relative_to(PACKAGE).parts]
    assert len(others) > 300
    found = {
        f"{path.relative_to(PACKAGE)}: {use}"
        for path in others
        for use in uses(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert not found
