import { useEffect, useState } from 'react';
import { useApp, useWiring } from './context.ts';

/** The title of the text; where it is still that of an entry of the library, in the language of the page. */
export function useTitle(): string {
  const { services } = useWiring();
  const written = useApp(({ run }) => run?.facts.title ?? run?.facts.name ?? '');
  const name = useApp(({ run }) => run?.facts.name);
  const [translated, setTranslated] = useState<{ written: string; title: string | undefined }>();
  const { lang } = document.documentElement;
  useEffect(() => {
    if (name === undefined || lang === 'en') return;
    void Promise.all([services.gallery('en'), services.gallery(lang)]).then(([english, entries]) => {
      const isEntrys = english.some((entry) => entry.name === name && entry.title === written);
      setTranslated({ written, title: isEntrys ? entries.find((entry) => entry.name === name)?.title : undefined });
    });
  }, [services, name, written, lang]);
  return (translated?.written === written && translated.title) || written;
}
