/** IP addresses as Go reads them (net.ParseIP with its sloppy variant, netip.Addr.String). */

/** Eight 16-bit groups of an IPv6 address, or the four bytes of an IPv4 one; undefined if it is neither. */
function parse(value: string): { v4: number[] } | { v6: number[]; v4Tail: boolean } | undefined {
  const v4 = parseV4(value);
  if (v4 !== undefined) return { v4 };
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(value);
  const tailBytes = tail === null ? undefined : parseV4(tail[2] ?? '');
  if (tail !== null && tailBytes === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = tailBytes ?? [];
  const hex = tail === null ? value : `${tail[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  const halves = hex.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (groups.flat().some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const [head = [], rest = []] = groups;
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => '0'), ...rest];
  return { v6: all.map((group) => Number.parseInt(group, 16)), v4Tail: tail !== null };
}

function parseV4(value: string): number[] | undefined {
  if (!/^\d+(\.\d+){3}$/.test(value)) return undefined;
  const bytes = value.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** Reasons against an address in a field that has existed for long (`IsValidIPForLegacyField` with strict validation). */
export function ipErrors(value: string): string[] {
  const address = parse(value);
  if (address === undefined) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  if ('v4' in address) return value.split('.').some((part) => part.length > 1 && part.startsWith('0')) ? ['must not have leading 0s'] : [];
  return isMapped(address.v6) ? ['must not be an IPv4-mapped IPv6 address'] : [];
}

const isMapped = (groups: number[]) => groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;

/** An IPv6 address in the form of RFC 5952; undefined for everything else. */
export function canonicalIPv6(value: string): string | undefined {
  const address = parse(value);
  if (address === undefined || 'v4' in address || isMapped(address.v6)) return undefined;
  const groups = address.v6;
  let [start, length] = [-1, 1];
  for (let i = 0; i < 8; i += 1) {
    let end = i;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - i > length) [start, length] = [i, end - i];
  }
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  return start < 0 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}
