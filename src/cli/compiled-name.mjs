/**
 * The file of what `program.cjs` was compiled to, beside it: of use to the same V8 on the same kind of processor only.
 *
 * @param {{ arch: string, versions: { v8: string } }} process
 */
export function compiledName({ arch, versions }) {
  return `program-${arch}-${versions.v8}.compiled`;
}
