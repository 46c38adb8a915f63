/** What the page says of the images of a Pod, in a chunk of its own. */
import { catalogue } from './language.ts';

export const imageTexts = catalogue('images', {
  list: 'Images at the playhead',
  none: 'The Pod names no image at this moment.',
  of: { init: 'init container', sidecar: 'sidecar', container: 'container', ephemeral: 'ephemeral container', volume: 'volume' },
  state: {
    there: 'on the node',
    since: (time: string) => `on the node since ${time}`,
    pulling: (time: string) => `being pulled since ${time}`,
    absent: 'not on the node',
    invalid: 'cannot be read',
  },
  facts: { read: 'read as', policy: 'pull policy', pulls: 'pulls', access: 'credentials', holds: 'brings', runs: 'starts' },
  parts: { registry: 'registry', repository: 'repository', tag: 'tag', digest: 'digest' },
  because: {
    written: 'as written',
    latest: 'the default, because the tag is :latest',
    tagged: 'the default, because the name has a tag other than :latest, or a digest',
    plugin: 'set by AlwaysPullImages, whatever is written',
  },
  noPulls: 'none so far',
  pull: (from: string, took: string) => `at ${from}, took ${took}`,
  pullUnderWay: (from: string) => `at ${from}, still under way`,
  failed: 'failed',
  access: {
    none: 'none: the Pod brings no pull Secret',
    secrets: (names: string, registries: string) => `${names}, for ${registries}`,
    empty: (names: string) => `${names}, with credentials for no registry`,
    asked: 'the registry asks for them',
    other: (registry: string) => `none of them is for ${registry}`,
  },
  by: {
    scenario: 'as the scenario says',
    catalogue: 'as in the list of common images',
    guess: 'guessed: say what is in it under images of the Scenario document',
  },
  holds: {
    entrypoint: 'entrypoint',
    cmd: 'command',
    user: 'user',
    workdir: 'folder',
    ports: 'ports',
    stopSignal: 'stop signal',
    size: 'size',
    shell: 'shell',
    nothing: 'none',
  },
});
