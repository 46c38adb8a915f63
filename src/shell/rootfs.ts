/** The root file system of a container: what its image brings along and what the runtime puts there. */
import { catalogueEntry, isAlpine, programsOf } from './images.ts';
import { type DeviceNode, Directory, FileNode, type LinkNode, newFile, newLink, type Node, Tree } from './files.ts';
import { EndlessFile, FullFile, NullFile, type OpenFile } from './streams.ts';
import { BUSYBOX_APPLETS, DEBIAN_SBIN, DEBIAN_TOOLS } from './tools/lists.ts';
import type { Image } from './types.ts';

/** The root of a container made from an image. Everything in it counts as part of the image. */
export function createRoot(image: Image, hostname: string, address: string): Tree {
  const tree = new Tree(0o755);
  const { root } = tree;
  const entry = catalogueEntry(image.name);
  for (const path of ['/dev', '/etc', '/proc', '/sys/fs/cgroup', '/tmp', '/var/log', '/var/tmp', '/run', '/usr/share', '/usr/local/bin']) folder(root, path);
  for (const path of ['/tmp', '/var/tmp']) folder(root, path).mode = 0o1777;
  if (image.shell !== 'none') addUserland(root, image);
  for (const [path, program] of programsOf(image.name)) addProgram(root, path, program);
  for (const [path, text] of Object.entries(entry?.files ?? {})) addFile(root, path, text);
  folder(root, image.workdir);
  addAccounts(root, image);
  addFile(root, '/etc/hostname', `${hostname}\n`);
  addFile(root, '/etc/hosts', hosts(hostname, address));
  addFile(root, '/etc/resolv.conf', 'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n');
  folder(root, '/sys').mode = 0o555;
  addDevices(folder(root, '/dev'), tree);
  return tree;
}

/** Each name in a directory of tools is a program of that name. */
const namesake = (names: readonly string[]): ReadonlyMap<string, string> => new Map(names.map((name) => [name, name]));
const BUSYBOX = namesake(BUSYBOX_APPLETS);
const DEBIAN_BIN = namesake(DEBIAN_TOOLS);
const DEBIAN_SBIN_PROGRAMS = namesake(DEBIAN_SBIN);

function addUserland(root: Directory, image: Image): void {
  folder(root, '/root').mode = 0o700;
  folder(root, '/home');
  if (image.shell === 'busybox') {
    place(root, '/bin', new Directory(root.tree, 0o755, BUSYBOX));
    place(root, '/usr/bin', new Directory(root.tree, 0o755, isAlpine(image.name) ? BUSYBOX : new Map([['env', 'env']])));
    addFile(root, '/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n');
    for (const path of ['/sbin', '/lib', '/lib64', '/usr/sbin']) folder(root, path);
    if (isAlpine(image.name)) addRunLink(root);
    if (isAlpine(image.name)) addProgram(root, '/sbin/apk', 'apk');
    if (isAlpine(image.name)) addFile(root, '/etc/os-release', 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.21.3\nPRETTY_NAME="Alpine Linux v3.21"\n');
    return;
  }
  for (const path of ['bin', 'sbin', 'lib', 'lib64']) root.set(path, newLink(`usr/${path}`), 0);
  addRunLink(root);
  for (const path of ['/usr/lib', '/usr/lib64', '/opt', '/srv', '/mnt', '/media', '/usr/share/doc']) folder(root, path);
  place(root, '/usr/bin', new Directory(root.tree, 0o755, DEBIAN_BIN));
  place(root, '/usr/sbin', new Directory(root.tree, 0o755, DEBIAN_SBIN_PROGRAMS));
  addProgram(root, '/usr/bin/sh', image.shell === 'bash' ? 'bash' : 'dash');
  addProgram(root, `/usr/bin/${image.shell}`, image.shell);
  if (!image.known) addProgram(root, '/usr/bin/bash', 'bash');
  // Images of the Red Hat family are listed with a package manager of their own
  if (image.shell === 'dash') for (const name of ['apt', 'apt-get', 'dpkg']) addProgram(root, `/usr/bin/${name}`, name);
  addFile(
    root,
    '/etc/passwd',
    'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
  );
  addFile(root, '/etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n');
}

/** A volume at /var/run is one at /run. */
function addRunLink(root: Directory): void {
  folder(root, '/var').set('run', newLink('/run'), 0);
}

/** The image's own user gets a line in /etc/passwd if it is a name. */
function addAccounts(root: Directory, image: Image): void {
  const name = image.user.split(':')[0] ?? '';
  if (name === '' || /^\d+$/.test(name)) return;
  const passwd = find(root, '/etc/passwd');
  const known = passwd?.kind === 'file' ? passwd.text : '';
  if (new RegExp(`^${name}:`, 'm').test(known)) return;
  addFile(root, '/etc/passwd', `${known}${name}:x:1000:1000:${name}:/home/${name}:/bin/sh\n`);
}

function hosts(hostname: string, address: string): string {
  return [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    `${address}\t${hostname}`,
    '',
  ].join('\n');
}

function addDevices(dev: Directory, tree: Tree): void {
  dev.set(
    'null',
    device(() => new NullFile()),
    0,
  );
  dev.set(
    'full',
    device(() => new FullFile()),
    0,
  );
  dev.set(
    'tty',
    device(() => new NullFile()),
    0,
  );
  dev.set(
    'zero',
    device(() => new EndlessFile((length) => '\0'.repeat(length))),
    0,
  );
  for (const name of ['random', 'urandom'])
    dev.set(
      name,
      device(() => new EndlessFile(pseudoRandom())),
      0,
    );
  dev.set('fd', newLink('/proc/self/fd'), 0);
  for (const [fd, name] of ['stdin', 'stdout', 'stderr'].entries()) dev.set(name, newLink(`/proc/self/fd/${fd}`), 0);
  dev.set('ptmx', newLink('pts/ptmx'), 0);
  for (const [name, mode] of [
    ['pts', 0o755],
    ['mqueue', 0o1777],
    ['shm', 0o1777],
  ] as const)
    dev.set(name, new Directory(tree, mode), 0);
  dev.set('termination-log', newFile(tree, '', 0, 0o666), 0);
}

/** Bytes that look random and are the same in every run: ASCII, so that a character is a byte. */
function pseudoRandom(): (length: number) => string {
  let state = 0x2545f491;
  return (length) => {
    let text = '';
    for (let i = 0; i < Math.min(length, 65_536); i += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      text += String.fromCharCode((state >>> 16) & 0x7f);
    }
    return text;
  };
}

export function device(open: () => OpenFile): DeviceNode {
  return { kind: 'device', mode: 0o666, uid: 0, gid: 0, mtimeMs: 0, open };
}

function addProgram(root: Directory, path: string, program: string): void {
  const file = new FileNode(root.tree, 0o755);
  file.program = program;
  place(root, path, file);
}

function addFile(root: Directory, path: string, text: string): void {
  place(root, path, newFile(root.tree, text, 0));
}

function place(root: Directory, path: string, node: Node): void {
  const cut = path.lastIndexOf('/');
  folder(root, path.slice(0, cut)).set(path.slice(cut + 1), node, 0);
}

function find(root: Directory, path: string): Node | undefined {
  let node: Node | undefined = root;
  for (const name of path.split('/')) {
    if (name !== '') node = node?.kind === 'dir' ? node.get(name) : undefined;
  }
  return node;
}

function folder(root: Directory, path: string): Directory {
  let here = root;
  for (const name of path.split('/')) {
    if (name === '') continue;
    let next: Node | undefined = here.get(name);
    if (next?.kind === 'link') next = find(root, `/${(next satisfies LinkNode).target}`);
    if (next?.kind === 'dir') {
      here = next;
      continue;
    }
    const made = new Directory(root.tree);
    here.set(name, made, 0);
    here = made;
  }
  return here;
}
