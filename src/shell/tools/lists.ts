/** Which tools stand where. */

/** BusyBox's applets, in /bin of its image. */
export const BUSYBOX_APPLETS: readonly string[] = [
  'sh', 'ash', 'busybox', '[', 'test', 'awk', 'base64', 'basename', 'cat', 'chmod', 'chown', 'clear', 'cp', 'cut', 'date', 'dd', 'df', 'dirname',
  'dmesg', 'du', 'echo', 'egrep', 'env', 'expr', 'false', 'fgrep', 'find', 'free', 'getent', 'grep', 'groups', 'head', 'hostname', 'httpd', 'id',
  'ifconfig', 'ip', 'kill', 'killall', 'ln', 'ls', 'md5sum', 'mkdir', 'mkfifo', 'mktemp', 'more', 'mount', 'mv', 'nc', 'netstat', 'nohup',
  'nproc', 'nslookup', 'pgrep', 'pidof', 'ping', 'pkill', 'printenv', 'printf', 'ps', 'pwd', 'readlink', 'realpath', 'rev', 'rm', 'rmdir', 'sed',
  'seq', 'setsid', 'sha1sum', 'sha256sum', 'sleep', 'sort', 'stat', 'stty', 'sync', 'tac', 'tail', 'tee', 'timeout', 'top', 'touch',
  'tr', 'true', 'truncate', 'tty', 'uname', 'uniq', 'uptime', 'vi', 'watch', 'wc', 'wget', 'which', 'who', 'whoami', 'xargs', 'yes',
];

/** /usr/bin of Debian's base image: coreutils, findutils, grep, sed, mawk. */
export const DEBIAN_TOOLS: readonly string[] = [
  '[', 'test', 'awk', 'base64', 'basename', 'cat', 'chmod', 'chown', 'clear', 'cp', 'cut', 'date', 'dd', 'df', 'dirname', 'du', 'echo', 'egrep',
  'env', 'expr', 'false', 'fgrep', 'find', 'getent', 'grep', 'groups', 'head', 'hostname', 'id', 'ln', 'ls', 'mawk', 'md5sum', 'mkdir', 'mkfifo',
  'mktemp', 'more', 'mount', 'mv', 'nohup', 'nproc', 'printenv', 'printf', 'pwd', 'readlink', 'realpath', 'rev', 'rm', 'rmdir', 'sed', 'seq',
  'setsid', 'sha1sum', 'sha256sum', 'sleep', 'sort', 'stat', 'stty', 'sync', 'tac', 'tail', 'tee', 'timeout', 'touch', 'tr', 'true',
  'truncate', 'tty', 'uname', 'uniq', 'wc', 'which', 'who', 'whoami', 'xargs', 'yes',
];

export const DEBIAN_SBIN: readonly string[] = ['ldconfig', 'nologin'];
