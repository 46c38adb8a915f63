/** The byte at which Go's base64.StdEncoding gives up; line breaks do not count. Undefined if all is well. */
export function base64Error(written: string): number | undefined {
  const places = Array.from(written, (char, at) => ({ char, at })).filter(({ char }) => char !== '\n' && char !== '\r');
  const bad = places.findIndex(({ char }) => !/[A-Za-z0-9+/]/.test(char));
  const digits = (bad < 0 ? places.length : bad) % 4;
  if (bad < 0) return digits === 0 ? undefined : written.length - digits;
  const end = places[bad];
  if (end?.char !== '=' || digits < 2) return end?.at;
  const [second, third] = [places[bad + 1], places[bad + 2]];
  if (digits === 3) return second?.at;
  if (second === undefined) return written.length;
  return second.char === '=' ? third?.at : second.at;
}
