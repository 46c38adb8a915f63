/** Where the JSON objects of a text are that follow one another, with or without line breaks: offsets of their first characters and behind their last. */
export function* jsonObjects(text: string): Generator<readonly [from: number, to: number]> {
  let depth = 0;
  let from = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInText) {
      if (character === '\\') index += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '{') {
      if (depth === 0) from = index;
      depth += 1;
    } else if (character === '}') {
      depth = Math.max(0, depth - 1);
      if (depth === 0) yield [from, index + 1];
    }
  }
}
