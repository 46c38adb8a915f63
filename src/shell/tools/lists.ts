/** Which tools stand where. */

const names = (text: string): string[] => text.trim().split(/\s+/);

/** Those that BusyBox and Debian both have. */
const BOTH = names(`
  [ test arch awk base64 basename cat chgrp chmod chown cksum clear cmp comm cp cut date dd df diff dirname du echo egrep env expr false fgrep find flock fold getent
  grep groups gunzip gzip head hostname id install ln ls md5sum mkdir mkfifo mktemp more mount mountpoint mv nice nl nohup nproc od paste printenv printf pwd readlink
  realpath rev rm rmdir sed seq setsid sha1sum sha256sum sha512sum shuf sleep sort split stat stty sync tac tail tar tee timeout touch tr true truncate tty uname uniq
  unlink wc which who whoami xargs yes zcat
`);

/** BusyBox's applets, in /bin of its image. */
export const BUSYBOX_APPLETS: readonly string[] = [
  ...BOTH,
  ...names(`
  sh ash bc busybox dmesg free hd hexdump httpd ifconfig ip kill killall nc netstat nmeter nslookup pgrep pidof ping pkill ps strings sysctl top uptime usleep vi
  watch wget xxd
`),
];

/** /usr/bin of Debian's base image: coreutils, findutils, grep, sed, mawk. */
export const DEBIAN_TOOLS: readonly string[] = [...BOTH, 'join', 'mawk', 'stdbuf'];

export const DEBIAN_SBIN: readonly string[] = ['ldconfig', 'nologin'];
