/** Stories in the language of the page. */
import type { AppStore } from '../../store/app-store.ts';
import { startStoryteller } from '../../store/presenter.ts';
import type { Beat, Presentation, Services } from '../../store/services.ts';

type Asked = Pick<Services, 'present' | 'storyIn'>;

/** Asks for the story of each run that is on screen, and tells it in the language of the page. Returns what stops it. */
export function tellStories(store: AppStore, services: Asked, language: string = document.documentElement.lang): () => void {
  return startStoryteller(store, {
    present: async (runId) => {
      const presentation = await services.present(runId);
      const name = store.getState().run?.facts.name;
      if (presentation === undefined || presentation.isGenerated || name === undefined || /^en\b/.test(language)) return presentation;
      // Without the translation a story is told as it is written
      const known = await services.storyIn(language, name).catch(() => undefined);
      return translated(presentation, language, known ?? {});
    },
  });
}

const SAID = ['title', 'text', 'notes', 'ask'] as const;

/**
 * A written story in another language: by what its own text says under `translations`, step by step, else by the words that are known
 * of the library. What is translated by neither stays as it is written; so do the steps themselves, which are for the editor.
 */
export function translated({ beats, translations, ...rest }: Presentation, language: string, known: Readonly<Record<string, string>>): Presentation {
  const own = stepsIn(translations, language);
  return { ...rest, beats: beats.map((beat, index) => ({ ...beat, ...saidBy(beat, own[index] ?? {}, known) })) };
}

function saidBy(beat: Beat, own: Readonly<Record<string, unknown>>, known: Readonly<Record<string, string>>): Partial<Pick<Beat, (typeof SAID)[number]>> {
  const said: Partial<Record<(typeof SAID)[number], string>> = {};
  for (const field of SAID) {
    const written = beat[field];
    const words = own[field] ?? (typeof written === 'string' ? known[written] : undefined);
    if (typeof words === 'string') said[field] = words;
  }
  return said;
}

/** The steps under the language's own name, or under that of a part of it: the page's `zh-Hans` reads `zh-CN`, too. */
function stepsIn(translations: Presentation['translations'], language: string): Readonly<Record<string, unknown>>[] {
  const [, texts] = Object.entries(translations ?? {}).find(([tag]) => tag === language || tag.split('-')[0] === language.split('-')[0]) ?? [];
  const story: unknown = isMap(texts) ? texts['story'] : undefined;
  return Array.isArray(story) ? story.map((step: unknown) => (isMap(step) ? step : {})) : [];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
