/** The rare tools as the page has them: loaded when a script first runs one. */
import { NotLoadedError } from '../../base/not-loaded.ts';
import type { Tool } from './tool.ts';

const NAMES =
  'cp mv ln chmod chown chgrp rmdir mktemp truncate mkfifo awk mawk gawk sed expr cmp diff comm paste dd base64 cksum md5sum sha1sum sha256sum od hexdump hd xxd nl fold shuf flock mountpoint unlink usleep nc netcat du df nslookup getent ping ip ifconfig netstat ps tar gzip gunzip zcat bc split join strings install sha512sum nmeter groups sysctl uptime free mount stty who dmesg ldconfig nologin top vi more wc tee cut tr sort uniq tac rev seq yes ls stat find readlink realpath env printenv xargs timeout nohup setsid nice stdbuf watch id whoami apk apt apt-get yum dnf microdnf dpkg git installed'.split(
    ' ',
  );

let loaded: Record<string, Tool> | undefined;

const load = async () => {
  ({ RARE_TOOLS: loaded } = await import('./rare-tools.ts'));
};

export const RARE_TOOLS: Record<string, Tool> = Object.fromEntries(
  NAMES.map((name) => [
    name,
    (call) => {
      const tool = loaded?.[name];
      if (!tool) throw new NotLoadedError(load);
      return tool(call);
    },
  ]),
);
