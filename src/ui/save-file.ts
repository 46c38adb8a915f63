/** Gives the reader a file to keep; letters, digits, dots and dashes of its name stay. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  link.click();
  // The browser has begun to read it by then
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Gives the reader a text of Pod and scenario as a file. */
export function saveYaml(text: string, name: string): void {
  saveFile(new Blob([text], { type: 'application/yaml' }), `${name}.yaml`);
}
