/** Tools that ask about hosts and the network: `nslookup`, `getent`, `ping`, `ip`, … */
import { resolveHost } from './http-client.ts';
import { isOutside } from './outside.ts';
import { complain, parseOptions, type Tool } from './tool.ts';

export const HOST_TOOLS: Record<string, Tool> = {
  *nslookup(call) {
    const { process } = call;
    const [name = ''] = parseOptions(call.args).operands;
    const address = resolveHost(process, name);
    yield* process.out('Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n');
    if (address === undefined) {
      yield* process.out(`** server can't find ${name}: NXDOMAIN\n\n`);
      return 1;
    }
    yield* process.out(`Name:\t${name}\nAddress: ${address}\n\n`);
    return 0;
  },
  *getent(call) {
    const { process } = call;
    const [database, name] = call.args;
    if (database === 'hosts' || database === 'ahosts' || database === 'ahostsv4') {
      const address = name === undefined ? undefined : resolveHost(process, name);
      if (address === undefined) return 2;
      yield* process.out(`${address.padEnd(15)} ${name}\n`);
      return 0;
    }
    const file = database === 'passwd' ? process.fs.find('/etc/passwd', '/') : undefined;
    const lines =
      file?.kind === 'file'
        ? file.text.split('\n').filter((line) => line !== '' && (name === undefined || line.startsWith(`${name}:`) || line.split(':')[2] === name))
        : [];
    for (const line of lines) yield* process.out(`${line}\n`);
    return lines.length > 0 ? 0 : 2;
  },
  *ping(call) {
    const { process } = call;
    const options = parseOptions(call.args, 'cwWi');
    const [host = ''] = options.operands;
    const address = resolveHost(process, host);
    if (address === undefined) {
      yield* complain(call, call.flavour === 'busybox' ? `bad address '${host}'` : `${host}: Name or service not known`);
      return call.flavour === 'busybox' ? 1 : 2;
    }
    const answers = /^127\./.test(address) || address === process.kernel.options.network.address || isOutside(address);
    yield* process.out(`PING ${host} (${address}): 56 data bytes\n`);
    const count = Number(options.value('c') ?? Number.POSITIVE_INFINITY);
    for (let sequence = 0; sequence < count; sequence += 1) {
      if (sequence > 0) yield* process.sleep(1000 * Number(options.value('i') ?? 1));
      if (answers) yield* process.out(`64 bytes from ${address}: seq=${sequence} ttl=64 time=0.050 ms\n`);
    }
    yield* process.out(
      `\n--- ${host} ping statistics ---\n${count} packets transmitted, ${answers ? count : 0} packets received, ${answers ? 0 : 100}% packet loss\n`,
    );
    if (answers) yield* process.out('round-trip min/avg/max = 0.050/0.050/0.050 ms\n');
    return answers ? 0 : 1;
  },
  *ip(call) {
    const { capabilities, network } = call.process.kernel.options;
    const { address } = network;
    if (/^(?:add|del|delete|set|change|replace|flush)$/.test(call.args.filter((word) => !word.startsWith('-'))[1] ?? '')) {
      if (capabilities?.has('NET_ADMIN') === true) return 0;
      yield* complain(call, 'RTNETLINK answers: Operation not permitted');
      return 2;
    }
    if (call.args.includes('route') || call.args.includes('r')) yield* call.process.out('default via 10.244.0.1 dev eth0\n10.244.0.0/24 dev eth0 scope link\n');
    else
      yield* call.process.out(
        `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    inet 127.0.0.1/8 scope host lo\n2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue\n    inet ${address}/24 brd 10.244.0.255 scope global eth0\n`,
      );
    return 0;
  },
  *ifconfig(call) {
    const { address } = call.process.kernel.options.network;
    const interfaces = {
      eth0: `eth0      Link encap:Ethernet  HWaddr 0A:58:0A:F4:00:05\n          inet addr:${address}  Bcast:10.244.0.255  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\n`,
      lo: 'lo        Link encap:Local Loopback\n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n\n',
    };
    const [name] = call.args.filter((word) => !word.startsWith('-'));
    const shown = Object.entries(interfaces).filter(([each]) => name === undefined || name === each);
    if (shown.length === 0) {
      yield* complain(call, `${name}: error fetching interface information: Device not found`);
      return 1;
    }
    for (const [, text] of shown) yield* call.process.out(text);
    return 0;
  },
  *netstat(call) {
    yield* call.process.out('Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State\n');
    for (let port = 1; port < 65_536; port += 1) {
      if (call.process.kernel.options.network.server(port))
        yield* call.process.out(`tcp        0      0 0.0.0.0:${String(port).padEnd(15)} 0.0.0.0:*               LISTEN\n`);
    }
    return 0;
  },
};
